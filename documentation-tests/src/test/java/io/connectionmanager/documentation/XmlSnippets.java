package io.connectionmanager.documentation;

import java.util.List;
import java.util.stream.IntStream;

import org.w3c.dom.Element;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares dependencies with the POMs of the build: one of this project has the version
 * that is built, any other is one that a module uses and leaves its version to Spring
 * Boot. Of a plugin the build has to use the same goals. A whole project has the same
 * version of Spring Boot.
 */
final class XmlSnippets implements SnippetCheck {

	private final Poms poms;

	XmlSnippets(Poms poms) {
		this.poms = poms;
	}

	@Override
	public void check(Snippet snippet) throws Exception {
		Element root;
		try {
			root = Poms.parse("<dependencies>" + snippet.text() + "</dependencies>");
		}
		catch (SAXException ex) {
			throw new AssertionError("This is not XML: " + ex.getMessage(), ex);
		}
		List<Element> dependencies = Poms.children(root, "dependency");
		List<Element> plugins = Poms.children(root, "plugin");
		List<Element> projects = Poms.children(root, "project");
		assertThat(dependencies.size() + plugins.size() + projects.size()).as("dependencies, plugins and projects")
			.isPositive()
			.isEqualTo(countElements(root));
		for (Element dependency : dependencies) {
			check(dependency);
		}
		for (Element plugin : plugins) {
			checkPlugin(plugin);
		}
		for (Element project : projects) {
			checkProject(project);
		}
	}

	private void checkProject(Element project) {
		Element parent = Poms.child(project, "parent");
		assertThat(Poms.text(parent, "artifactId")).isEqualTo("spring-boot-starter-parent");
		assertThat(Poms.text(parent, "version")).as("version of Spring Boot")
			.isEqualTo(this.poms.property("spring-boot.version"));
		Poms.children(Poms.child(project, "dependencies"), "dependency").forEach(this::check);
		assertThat(this.poms.plugins()).containsAll(Poms.texts(project, "plugin", "artifactId"));
	}

	private static int countElements(Element root) {
		return Math.toIntExact(IntStream.range(0, root.getChildNodes().getLength())
			.filter((i) -> root.getChildNodes().item(i) instanceof Element)
			.count());
	}

	private void checkPlugin(Element plugin) {
		String artifactId = Poms.text(plugin, "artifactId");
		List<String> goals = Poms.texts(plugin, "goals", "goal");
		assertThat(goals).as("goals").isNotEmpty();
		assertThat(this.poms.goals(artifactId)).as("goals of %s that a module uses", artifactId).containsAll(goals);
	}

	private void check(Element dependency) {
		this.poms.checkDependency(Poms.text(dependency, "groupId"), Poms.text(dependency, "artifactId"),
				Poms.text(dependency, "version"));
	}

}
