package io.connectionmanager.spring;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walls of the house, and Spring Boot's own rules for auto-configurations.
 */
class ArchitectureTests {

	private static final String AUTOCONFIGURE = "io.connectionmanager.spring.autoconfigure..";

	private final JavaClasses main = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.connectionmanager.spring");

	@Test
	void packages_form_no_cycle() {
		slices().matching("io.connectionmanager.(**)").should().beFreeOfCycles().check(this.main);
	}

	@Test
	void wiring_is_used_by_wiring_only() {
		noClasses().that()
			.resideOutsideOfPackage(AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(AUTOCONFIGURE)
			.check(this.main);
	}

	@Test
	void what_an_application_names_knows_none_of_the_rest() {
		noClasses().that()
			.resideInAPackage("io.connectionmanager.spring")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.connectionmanager.spring.*..")
			.check(this.main);
	}

	@Test
	void nothing_uses_the_engine() {
		noClasses().should().dependOnClassesThat().resideInAPackage("io.connectionmanager.engine..").check(this.main);
	}

	@Test
	void health_is_optional_for_everything_but_health() {
		noClasses().that()
			.resideOutsideOfPackages("io.connectionmanager.spring.health..",
					"io.connectionmanager.spring.autoconfigure.health..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.health..")
			.check(this.main);
	}

	@Test
	void actuator_is_optional_for_everything_but_the_endpoint() {
		noClasses().that()
			.resideOutsideOfPackages("io.connectionmanager.spring.actuate..", AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.actuate..")
			.check(this.main);
		noClasses().that()
			.resideInAPackage(AUTOCONFIGURE)
			.and()
			.resideOutsideOfPackage("io.connectionmanager.spring.autoconfigure.actuate..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.actuate..")
			.check(this.main);
	}

	@Test
	void nothing_sleeps_and_only_wiring_reads_the_clock() {
		noClasses().should()
			.callMethod(Thread.class, "sleep", long.class)
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(Math.class, "random")
			.check(this.main);
		noClasses().that()
			.resideOutsideOfPackage(AUTOCONFIGURE)
			.should()
			.callMethodWhere(target(owner(assignableTo(Clock.class)))
				.and(describe("is a factory of a running clock", (call) -> call.getName().startsWith("system"))))
			.check(this.main);
	}

	@Test
	void micrometer_is_optional_for_everything_but_metrics() {
		noClasses().that()
			.resideOutsideOfPackages("io.connectionmanager.spring.metrics..",
					"io.connectionmanager.spring.autoconfigure.metrics..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.check(this.main);
	}

	@Test
	void containers_are_optional_for_everything_but_their_details() {
		noClasses().that()
			.resideOutsideOfPackage("io.connectionmanager.spring.container")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.testcontainers..", "org.springframework.boot.testcontainers..",
					"org.springframework.boot.docker..")
			.check(this.main);
	}

	@Test
	void each_package_is_null_marked() {
		assertThat(this.main.stream().map(JavaClass::getPackage).distinct())
			.allMatch((each) -> each.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void auto_configurations_are_public_and_final_and_named_so() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.andShould()
			.resideInAPackage(AUTOCONFIGURE)
			.check(this.main);
	}

	@Test
	void wiring_is_auto_configurations_and_properties() {
		classes().that()
			.resideInAPackage("io.connectionmanager.spring.autoconfigure")
			.and()
			.areTopLevelClasses()
			.should()
			.beAnnotatedWith(AutoConfiguration.class)
			.orShould()
			.beAnnotatedWith(ConfigurationProperties.class)
			.orShould()
			.haveSimpleName("ConnectionProperties")
			.orShould()
			.haveSimpleName("package-info")
			.check(this.main);
	}

	@Test
	void configurations_have_bean_methods_only_and_none_is_public() {
		methods().that()
			.areDeclaredInClassesThat(annotatedWith(Configuration.class).or(annotatedWith(AutoConfiguration.class)))
			.and(describe("are written by hand", (method) -> !method.getModifiers().contains(JavaModifier.SYNTHETIC)))
			.should()
			.beAnnotatedWith(Bean.class)
			.andShould()
			.bePackagePrivate()
			.check(this.main);
	}

	@Test
	void configurations_do_not_proxy_bean_methods() {
		assertThat(this.main.stream().filter((each) -> each.isAnnotatedWith(Configuration.class)))
			.allMatch((each) -> !each.getAnnotationOfType(Configuration.class).proxyBeanMethods());
	}

	@Test
	void properties_are_enabled_by_auto_configurations_only() {
		classes().that()
			.areAnnotatedWith(EnableConfigurationProperties.class)
			.should()
			.beAnnotatedWith(AutoConfiguration.class)
			.check(this.main);
	}

	@Test
	void post_processors_are_made_by_static_methods_that_initialize_nothing() {
		DescribedPredicate<JavaMethod> makesPostProcessor = describe("make a post-processor",
				(method) -> method.getRawReturnType().isAssignableTo(BeanFactoryPostProcessor.class)
						|| method.getRawReturnType().isAssignableTo(BeanPostProcessor.class));
		methods().that()
			.areAnnotatedWith(Bean.class)
			.and(makesPostProcessor)
			.should()
			.beStatic()
			.andShould(haveOnlyInfrastructureParameters())
			.check(this.main);
	}

	private static ArchCondition<JavaMethod> haveOnlyInfrastructureParameters() {
		List<String> allowed = List.of("org.springframework.beans.factory.config.ConfigurableListableBeanFactory",
				"org.springframework.beans.factory.ObjectProvider", "org.springframework.core.env.Environment");
		return new ArchCondition<>("have only parameters that initialize no bean") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				boolean satisfied = method.getRawParameterTypes()
					.stream()
					.allMatch((type) -> allowed.contains(type.getName()));
				events.add(new SimpleConditionEvent(method, satisfied, method.getDescription()));
			}

		};
	}

}
