package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it is, from the root of the project
 * @param text what it contains
 */
record Page(Path path, String text) {

	/** The root of the project, as seen from the module that the tests run in. */
	static final Path ROOT = Path.of("..");

	private static final Pattern FENCE = Pattern.compile("^(```+)\\s*(\\S*).*$");

	private static final Pattern REMARK = Pattern.compile("^<!--\\s*(.*?)\\s*-->$");

	private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*$");

	private static final Pattern LINK = Pattern.compile("(?<!\\\\)\\[(?:[^\\]\\[]|\\[[^\\]]*])*]\\(([^)\\s]+)\\)");

	private static final Pattern CODE = Pattern.compile("`[^`]*`");

	/**
	 * Reads all pages: those in the root, and those below {@code docs}.
	 * @return the pages
	 * @throws IOException if one could not be read
	 */
	static List<Page> all() throws IOException {
		List<Page> pages = new ArrayList<>();
		try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			for (Path file : Stream.concat(root, docs).filter((each) -> each.toString().endsWith(".md")).toList()) {
				pages.add(read(ROOT.relativize(file)));
			}
		}
		return pages;
	}

	static Page read(Path path) throws IOException {
		return new Page(path, Files.readString(ROOT.resolve(path)));
	}

	String name() {
		return this.path.toString().replace('\\', '/');
	}

	/**
	 * Returns the fenced blocks.
	 * @return the blocks, in order
	 */
	List<Snippet> snippets() {
		List<Snippet> snippets = new ArrayList<>();
		List<String> lines = this.text.lines().toList();
		String remark = "";
		for (int i = 0; i < lines.size(); i++) {
			Matcher fence = FENCE.matcher(lines.get(i));
			if (!fence.matches()) {
				Matcher comment = REMARK.matcher(lines.get(i));
				remark = comment.matches() ? comment.group(1) : "";
				continue;
			}
			int end = i + 1;
			while (end < lines.size() && !lines.get(end).strip().equals(fence.group(1))) {
				end++;
			}
			if (end == lines.size()) {
				throw new AssertionError("%s:%d: the block is never closed".formatted(name(), i + 1));
			}
			Optional<Snippet> previous = snippets.isEmpty() ? Optional.empty()
					: Optional.of(snippets.get(snippets.size() - 1));
			snippets.add(new Snippet(name(), i + 1, fence.group(2), remark,
					String.join("\n", lines.subList(i + 1, end)) + "\n", previous));
			remark = "";
			i = end;
		}
		return snippets;
	}

	/**
	 * Returns a section as a page of its own, with its lines where they are on this page.
	 * @param heading the heading of the section, of the second level
	 * @return the section
	 */
	Page section(String heading) {
		List<String> lines = new ArrayList<>();
		boolean within = false;
		for (String line : this.text.lines().toList()) {
			within = line.startsWith("## ") ? line.equals("## " + heading) : within;
			lines.add(within ? line : "");
		}
		return new Page(this.path, String.join("\n", lines));
	}

	/**
	 * Returns what is not in a fenced block.
	 * @return the lines
	 */
	List<String> prose() {
		List<String> prose = new ArrayList<>();
		String open = null;
		for (String line : this.text.lines().toList()) {
			Matcher fence = FENCE.matcher(line);
			if (open != null) {
				open = line.strip().equals(open) ? null : open;
			}
			else if (fence.matches()) {
				open = fence.group(1);
			}
			else {
				prose.add(line);
			}
		}
		return prose;
	}

	/**
	 * Returns the anchors that the headings have on GitHub.
	 * @return the anchors
	 */
	List<String> anchors() {
		List<String> anchors = new ArrayList<>();
		Map<String, Integer> seen = new HashMap<>();
		for (String line : prose()) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = heading.group(1).toLowerCase().replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
				int times = seen.merge(anchor, 1, Integer::sum);
				anchors.add((times == 1) ? anchor : anchor + "-" + (times - 1));
			}
		}
		return anchors;
	}

	/**
	 * Returns where the links lead, as they are written.
	 * @return the targets
	 */
	List<String> links() {
		return prose().stream()
			.map((line) -> CODE.matcher(line).replaceAll("code"))
			.flatMap((line) -> LINK.matcher(line).results())
			.map((link) -> link.group(1))
			.toList();
	}

	/**
	 * Returns what is set in code within the text.
	 * @return the words, without the backticks
	 */
	List<String> code() {
		return prose().stream()
			.flatMap((line) -> CODE.matcher(line).results())
			.map((code) -> code.group().substring(1, code.group().length() - 1))
			.toList();
	}

}
