package io.mockagents.sample.web;

import java.util.Locale;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every error with {@code {"detail": "..."}}. A mistake of a client is answered
 * with 422.
 */
@RestControllerAdvice
class ErrorResponses extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ResponseEntity<Object> notFound(NotFoundException ex) {
		return answer(HttpStatus.NOT_FOUND, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<Object> conflict(ConflictException ex) {
		return answer(HttpStatus.CONFLICT, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<Object> invalid(InvalidRequestException ex) {
		return answer(HttpStatus.UNPROCESSABLE_CONTENT, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<Object> notPermitted(BadRequestException ex) {
		return answer(HttpStatus.BAD_REQUEST, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<Object> agentFailed(FailedAgentException ex) {
		this.logger.warn("An agent failed", ex);
		return answer(HttpStatus.BAD_GATEWAY, ex.getMessage());
	}

	@ExceptionHandler
	ResponseEntity<Object> databaseAway(DatabaseAwayException ex) {
		this.logger.warn("The service is not healthy: " + ex.getMessage());
		return answer(HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached");
	}

	/**
	 * Spring expects of a client that the type of a body is not a range of types.
	 */
	@ExceptionHandler
	ResponseEntity<Object> illegalArgument(IllegalArgumentException ex, HttpServletRequest request) {
		String contentType = request.getContentType();
		if (contentType != null && contentType.split(";", 2)[0].contains("*")) {
			return unprocessable(notJson(contentType));
		}
		return unexpected(ex);
	}

	@ExceptionHandler
	ResponseEntity<Object> unexpected(Exception ex) {
		this.logger.error("A request failed", ex);
		return answer(HttpStatus.INTERNAL_SERVER_ERROR, "Internal server error");
	}

	@Override
	protected ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return unprocessable(ex.getFieldErrors().stream().map(this::describe).collect(Collectors.joining("; ")));
	}

	@Override
	protected ResponseEntity<Object> handleHandlerMethodValidationException(HandlerMethodValidationException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return unprocessable(ex.getAllErrors()
			.stream()
			.map(MessageSourceResolvable::getDefaultMessage)
			.collect(Collectors.joining("; ")));
	}

	@Override
	protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return unprocessable("The body must be a JSON object" + reason(ex.getCause()));
	}

	@Override
	protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(HttpMediaTypeNotSupportedException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		MediaType type = ex.getContentType();
		return unprocessable(
				notJson((type != null) ? type.toString() : "'" + request.getHeader(HttpHeaders.CONTENT_TYPE) + "'"));
	}

	private static String notJson(String contentType) {
		return "The body must be a JSON object sent as application/json, not as " + contentType;
	}

	private static String reason(@Nullable Throwable cause) {
		if (cause instanceof StreamReadException invalid) {
			TokenStreamLocation location = invalid.getLocation();
			return ", but is not valid JSON at line " + location.getLineNr() + ", column " + location.getColumnNr();
		}
		if (cause instanceof StreamConstraintsException) {
			return ", but is too long or nested too deep";
		}
		if (cause instanceof JacksonException unsuitable && !unsuitable.getPath().isEmpty()) {
			return ": '" + unsuitable.getPath().get(0).getPropertyName() + "' has a value of the wrong type";
		}
		return "";
	}

	@Override
	protected ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		boolean number = ex.getRequiredType() != null && Number.class.isAssignableFrom(ex.getRequiredType());
		return unprocessable(
				ex.getPropertyName() + ": '" + ex.getValue() + (number ? "' is not a whole number" : "' is not valid"));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleAsyncRequestNotUsableException(AsyncRequestNotUsableException ex,
			WebRequest request) {
		return null;
	}

	@Override
	protected ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		return ResponseEntity.status(status)
			.headers(headers)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Detail.of(status));
	}

	private String describe(FieldError error) {
		String key = error.getField().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
		return key + ": " + error.getDefaultMessage();
	}

	private static ResponseEntity<Object> unprocessable(String detail) {
		return answer(HttpStatus.UNPROCESSABLE_CONTENT, detail);
	}

	private static ResponseEntity<Object> answer(HttpStatus status, @Nullable String detail) {
		return ResponseEntity.status(status)
			.contentType(MediaType.APPLICATION_JSON)
			.body((detail != null) ? new Detail(detail) : Detail.of(status));
	}

}
