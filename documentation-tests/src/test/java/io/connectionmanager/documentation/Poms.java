package io.connectionmanager.documentation;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the POMs of the build say.
 */
final class Poms {

	private final Element parent;

	/** By the folder, from the root of the project. */
	private final Map<String, Element> modules = new LinkedHashMap<>();

	Poms() throws Exception {
		this.parent = read(Page.ROOT);
		for (Element module : children(child(this.parent, "modules"), "module")) {
			this.modules.put(content(module), read(Page.ROOT.resolve(content(module))));
		}
	}

	private static Element read(Path folder) throws Exception {
		return parse(Files.readString(folder.resolve("pom.xml")));
	}

	static Element parse(String xml) throws IOException, SAXException, ParserConfigurationException {
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(xml)));
		return document.getDocumentElement();
	}

	/**
	 * Returns where the modules are.
	 * @return the folders, from the root of the project
	 */
	Collection<String> folders() {
		return this.modules.keySet();
	}

	/**
	 * Returns the modules that have something in them. One that is only the parent of
	 * others has not.
	 * @return their names
	 */
	List<String> moduleNames() {
		return this.modules.values()
			.stream()
			.map((module) -> text(module, "artifactId"))
			.filter((name) -> inherited(name).isEmpty())
			.toList();
	}

	private List<Element> inherited(String parent) {
		return this.modules.values()
			.stream()
			.filter((module) -> text(child(module, "parent"), "artifactId").equals(parent))
			.toList();
	}

	/**
	 * Returns the modules that are published as libraries.
	 * @return their names
	 */
	List<String> libraries() {
		return this.modules.values()
			.stream()
			.filter((module) -> !text(module, "packaging").equals("pom"))
			.filter((module) -> children(module, "properties").stream()
				.noneMatch((properties) -> text(properties, "maven.deploy.skip").equals("true")))
			.map((module) -> text(module, "artifactId"))
			.toList();
	}

	String version() {
		return content(child(this.parent, "version"));
	}

	String property(String name) {
		return text(child(this.parent, "properties"), name);
	}

	String groupId() {
		return content(child(this.parent, "groupId"));
	}

	List<String> profiles() {
		List<String> profiles = texts(this.parent, "profile", "id");
		this.modules.values().forEach((module) -> profiles.addAll(texts(module, "profile", "id")));
		return profiles;
	}

	/**
	 * Returns on which modules each module depends, its tests aside if it is more than
	 * tests. A module that is a BOM depends on those whose versions it names.
	 * @return names of modules, by the name of the module
	 */
	Map<String, Set<String>> dependenciesBetweenModules() {
		Map<String, Set<String>> dependencies = new HashMap<>();
		List<String> names = moduleNames();
		this.modules.forEach((folder, module) -> {
			boolean onlyTests = !Files.isDirectory(Page.ROOT.resolve(folder).resolve("src/main"));
			Set<String> targets = Stream.of(module, parent(module))
				.flatMap((each) -> dependencies(each).stream())
				.filter((dependency) -> onlyTests || !text(dependency, "scope").equals("test"))
				.map((dependency) -> text(dependency, "artifactId"))
				.filter(names::contains)
				.collect(Collectors.toSet());
			dependencies.put(text(module, "artifactId"), targets);
		});
		return dependencies;
	}

	private Element parent(Element module) {
		String parent = text(child(module, "parent"), "artifactId");
		return this.modules.values()
			.stream()
			.filter((each) -> text(each, "artifactId").equals(parent))
			.findFirst()
			.orElseGet(() -> child(module, "parent"));
	}

	/**
	 * Returns the artifacts of the plugins that the build knows.
	 * @return such as {@code spring-boot-maven-plugin}
	 */
	List<String> plugins() {
		return texts(this.parent, "plugin", "artifactId");
	}

	/**
	 * Returns the goals of a plugin that modules use.
	 * @param artifactId the artifact of the plugin
	 * @return such as {@code repackage}
	 */
	List<String> goals(String artifactId) {
		List<String> goals = new ArrayList<>();
		for (Element module : this.modules.values()) {
			NodeList plugins = module.getElementsByTagName("plugin");
			for (int i = 0; i < plugins.getLength(); i++) {
				Element plugin = (Element) plugins.item(i);
				if (text(plugin, "artifactId").equals(artifactId)) {
					goals.addAll(texts(plugin, "goals", "goal"));
				}
			}
		}
		return goals;
	}

	/**
	 * Returns whether a module uses a dependency.
	 * @param groupId its group
	 * @param artifactId its artifact
	 * @return whether one does
	 */
	boolean use(String groupId, String artifactId) {
		return this.modules.values()
			.stream()
			.flatMap((module) -> dependencies(module).stream())
			.anyMatch((dependency) -> text(dependency, "groupId").equals(groupId)
					&& text(dependency, "artifactId").equals(artifactId));
	}

	/**
	 * Checks a dependency that is shown: one of this project has the version that is
	 * built, any other is one that a module uses and leaves its version to Spring Boot.
	 * @param groupId its group
	 * @param artifactId its artifact
	 * @param version its version, or empty
	 */
	void checkDependency(String groupId, String artifactId, String version) {
		if (groupId.equals(groupId())) {
			assertThat(moduleNames()).contains(artifactId);
			assertThat(version).as("version of " + artifactId).isEqualTo(version());
		}
		else {
			assertThat(use(groupId, artifactId)).as("a module uses %s:%s", groupId, artifactId).isTrue();
			assertThat(version).as("version of %s, which Spring Boot manages", artifactId).isEmpty();
		}
	}

	// Those that it manages come second: a BOM has no others.
	private static List<Element> dependencies(Element module) {
		List<Element> dependencies = new ArrayList<>();
		Stream.concat(Stream.of(module), children(module, "dependencyManagement").stream())
			.flatMap((element) -> children(element, "dependencies").stream())
			.forEach((element) -> dependencies.addAll(children(element, "dependency")));
		return dependencies;
	}

	static String text(Element element, String name) {
		List<Element> children = children(element, name);
		return children.isEmpty() ? "" : content(children.get(0));
	}

	static Element child(Element element, String name) {
		return children(element, name).get(0);
	}

	static List<Element> children(Element element, String name) {
		List<Element> children = new ArrayList<>();
		for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element child && child.getTagName().equals(name)) {
				children.add(child);
			}
		}
		return children;
	}

	static List<String> texts(Element root, String element, String child) {
		List<String> texts = new ArrayList<>();
		NodeList elements = root.getElementsByTagName(element);
		for (int i = 0; i < elements.getLength(); i++) {
			texts.add(text((Element) elements.item(i), child));
		}
		return texts;
	}

	private static String content(Element element) {
		return element.getTextContent().strip();
	}

}
