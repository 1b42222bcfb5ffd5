package io.mockagents.sample.project;

import java.time.LocalDateTime;
import java.util.List;

import io.mockagents.sample.web.Length;
import io.mockagents.sample.web.NotFoundException;
import io.mockagents.sample.web.StorableText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The projects over HTTP.
 */
@RestController
@RequestMapping("/projects")
class ProjectController {

	private final ProjectService projects;

	ProjectController(ProjectService projects) {
		this.projects = projects;
	}

	@GetMapping
	List<ProjectResponse> list() {
		return this.projects.findAll().stream().map(ProjectResponse::of).toList();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	ProjectResponse create(@Valid @RequestBody NewProject project) {
		return ProjectResponse.of(this.projects.create(project.name()));
	}

	@GetMapping("/{id}")
	ProjectResponse get(@PathVariable String id) {
		return ProjectResponse.of(this.projects.get(id));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id) {
		this.projects.delete(id);
	}

	@GetMapping("/{id}/tests")
	List<Object> tests(@PathVariable String id) {
		this.projects.get(id);
		return List.of();
	}

	@GetMapping("/{id}/files")
	List<FileEntry> files(@PathVariable String id) {
		this.projects.get(id);
		return List.of(new FileEntry(CodeRepository.FILE, CodeRepository.FILE, "file"));
	}

	@GetMapping("/{id}/files/{name}")
	FileContent file(@PathVariable String id, @PathVariable String name) {
		Project project = this.projects.get(id);
		if (!name.equals(CodeRepository.FILE)) {
			throw new NotFoundException("File");
		}
		return new FileContent(project.getCurrentCode(), CodeRepository.FILE);
	}

	@GetMapping("/{id}/files/{name}/**")
	FileContent fileOfDirectory(@PathVariable String id) {
		this.projects.get(id);
		throw new NotFoundException("File");
	}

	/**
	 * The request for a project.
	 */
	record NewProject(@NotNull(message = "is required") @Length(min = 1, max = 255,
			message = "must have 1 to 255 characters") @StorableText String name) {
	}

	/**
	 * A project as clients see it.
	 */
	record ProjectResponse(String id, String name, String slug, @Nullable String repositoryPath,
			@Nullable String currentCode, @Nullable String currentCommit, String currentBranch, LocalDateTime createdAt,
			LocalDateTime updatedAt) {

		static ProjectResponse of(Project project) {
			return new ProjectResponse(project.getId(), project.getName(), project.getSlug(),
					project.getRepositoryPath(), project.getCurrentCode(), project.getCurrentCommit(),
					project.getCurrentBranch(), project.getCreatedAt(), project.getUpdatedAt());
		}

	}

	/**
	 * A file in a list.
	 */
	record FileEntry(String name, String path, String type) {
	}

	/**
	 * A file with its content.
	 */
	record FileContent(String content, String path) {
	}

}
