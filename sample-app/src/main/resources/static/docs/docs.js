import { onTheme } from '/page/theme.js';

onTheme((dark) => {
	document.documentElement.classList.toggle('dark-mode', dark);
});

SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true });
