package io.connectionmanager.documentation;

import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application gets that imports the BOM.
 */
class BomTests {

	private final Poms poms;

	BomTests() throws Exception {
		this.poms = new Poms();
	}

	@Test
	void it_has_the_version_of_every_published_module() throws Exception {
		Element bom = Poms.parse(Files.readString(Page.ROOT.resolve("connection-manager-bom/pom.xml")));
		List<Element> managed = Poms.children(Poms.child(Poms.child(bom, "dependencyManagement"), "dependencies"),
				"dependency");
		assertThat(managed).extracting((dependency) -> Poms.text(dependency, "artifactId"))
			.containsExactlyInAnyOrderElementsOf(this.poms.libraries())
			.contains("connection-manager-core");
		assertThat(managed).extracting((dependency) -> Poms.text(dependency, "version"))
			.containsOnly("${project.version}");
	}

}
