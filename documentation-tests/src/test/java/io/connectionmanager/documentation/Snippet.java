package io.connectionmanager.documentation;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A fenced block of a page.
 *
 * @param page the name of the page
 * @param line the number of the line with the opening fence
 * @param language what the fence says that it is, or empty text
 * @param remark the HTML comment on the line before it, or empty text
 * @param text what it contains
 * @param previous the block before it on the page
 */
record Snippet(String page, int line, String language, String remark, String text, Optional<Snippet> previous) {

	/**
	 * Returns a block that stands alone, as a test makes it.
	 * @param language what it is
	 * @param text what it contains
	 * @return the block
	 */
	static Snippet of(String language, String text) {
		return new Snippet("made-up.md", 1, language, "", text, Optional.empty());
	}

	Snippet remarked(String remark) {
		return new Snippet(this.page, this.line, this.language, remark, this.text, this.previous);
	}

	Snippet after(Snippet previous) {
		return new Snippet(this.page, this.line, this.language, this.remark, this.text, Optional.of(previous));
	}

	/**
	 * Returns the file of the project that the block shows, word for word, if its remark
	 * is the path of one.
	 * @return the file, from the root of the project
	 */
	Optional<Path> file() {
		return this.remark.contains("/") ? Optional.of(Path.of(this.remark)) : Optional.empty();
	}

	String title() {
		return "%s:%d %s".formatted(this.page, this.line, this.language);
	}

}
