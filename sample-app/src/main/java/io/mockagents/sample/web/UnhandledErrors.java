package io.mockagents.sample.web;

import jakarta.servlet.RequestDispatcher;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives the errors that never reach another controller the same body as all others. Who
 * asks for the address itself finds nothing there.
 */
@RestController
class UnhandledErrors implements ErrorController {

	@RequestMapping("/error")
	ResponseEntity<Detail> error(
			@RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer code) {
		HttpStatusCode status = (code != null) ? HttpStatusCode.valueOf(code) : HttpStatus.NOT_FOUND;
		return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(Detail.of(status));
	}

}
