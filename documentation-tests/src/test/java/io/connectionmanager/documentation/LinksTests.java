package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links lead to pages, files and headings that exist. Those to other sites are not
 * followed: a build must not depend on them.
 */
class LinksTests {

	@Test
	void every_link_leads_somewhere() throws IOException {
		List<String> dead = new ArrayList<>();
		int links = 0;
		for (Page page : Page.all()) {
			for (String link : page.links()) {
				links++;
				if (!leadsSomewhere(page, link)) {
					dead.add("%s: %s".formatted(page.name(), link));
				}
			}
		}
		assertThat(links).isGreaterThan(20);
		assertThat(dead).isEmpty();
	}

	@Test
	void every_page_is_in_the_index() throws IOException {
		Page index = Page.read(Path.of("docs", "README.md"));
		List<String> pages = Page.all()
			.stream()
			.map(Page::path)
			.filter((path) -> path.startsWith("docs") && !path.equals(index.path()))
			.map((path) -> index.path().getParent().relativize(path).toString().replace('\\', '/'))
			.toList();
		assertThat(index.links()).containsAll(pages);
	}

	@Test
	void a_link_to_a_page_or_a_heading_that_does_not_exist_is_dead() {
		Page page = new Page(Path.of("README.md"), "# A heading, with `code`\n");
		assertThat(leadsSomewhere(page, "#a-heading-with-code")).isTrue();
		assertThat(leadsSomewhere(page, "#a-heading")).isFalse();
		assertThat(leadsSomewhere(page, "LICENSE")).isTrue();
		assertThat(leadsSomewhere(page, "LICENCE")).isFalse();
		assertThat(leadsSomewhere(page, "docs/metrics.md#values-of-tags")).isTrue();
		assertThat(leadsSomewhere(page, "docs/metrics.md#values")).isFalse();
		assertThat(leadsSomewhere(page, "https://example.org/not-followed")).isTrue();
	}

	@Test
	void links_are_found_whatever_is_around_them() {
		Page page = new Page(Path.of("made-up.md"), """
				See [this](a.md) and [`that`](b.md#x), but not `[c](c.md)`.
				```text
				[d](d.md)
				```
				""");
		assertThat(page.links()).containsExactly("a.md", "b.md#x");
	}

	private static boolean leadsSomewhere(Page page, String link) {
		if (link.matches("https?://.+")) {
			return true;
		}
		int hash = link.indexOf('#');
		String file = (hash < 0) ? link : link.substring(0, hash);
		Path target = file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
		if (!Files.exists(Page.ROOT.resolve(target))) {
			return false;
		}
		return hash < 0 || anchors(page, target).contains(link.substring(hash + 1));
	}

	private static List<String> anchors(Page page, Path target) {
		try {
			return target.equals(page.path()) ? page.anchors() : Page.read(target).anchors();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
