package io.connectionmanager;

import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walls of the house.
 */
class ArchitectureTests {

	private static final String ENGINE = "io.connectionmanager.engine";

	private static final String MACHINE = ENGINE + ".machine";

	private static final String RUNTIME = ENGINE + ".runtime";

	private static final String NOTIFY = ENGINE + ".notify";

	private static final String CLAIMS = ENGINE + ".claims";

	private static final String EXCLUSIVE = ENGINE + ".exclusive";

	private static final String COORDINATION = "io.connectionmanager.coordination";

	private static final Set<String> CLOCKS = Set.of("java.time.Clock", "java.time.Instant", "java.time.LocalDate",
			"java.time.LocalTime", "java.time.LocalDateTime", "java.time.OffsetDateTime", "java.time.ZonedDateTime");

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.connectionmanager");

	@Test
	void core_stands_on_java_slf4j_and_jspecify_alone() {
		check(classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "javax.net.ssl..", "jdk.net..", "org.slf4j..", "org.jspecify..",
					"io.connectionmanager", "io.connectionmanager.connector", COORDINATION, ENGINE, MACHINE, RUNTIME,
					NOTIFY, CLAIMS, EXCLUSIVE, "io.connectionmanager.testing"));
	}

	@Test
	void the_machine_and_the_runtime_depend_on_nothing_else_in_the_engine() {
		check(noClasses().that()
			.resideInAPackage(MACHINE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE, RUNTIME, NOTIFY, CLAIMS, EXCLUSIVE));
		check(noClasses().that()
			.resideInAPackage(RUNTIME)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE, MACHINE, NOTIFY, CLAIMS, EXCLUSIVE));
		check(noClasses().that()
			.resideInAPackage(NOTIFY)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE, CLAIMS, EXCLUSIVE));
	}

	@Test
	void what_a_group_decides_depends_on_nothing_else_in_the_engine_and_asks_no_store() {
		check(classes().that()
			.resideInAPackage(CLAIMS)
			.should()
			.onlyDependOnClassesThat(describe("are values or of this package", ArchitectureTests::isValueOrClaim)));
		check(noClasses().that()
			.resideInAPackage(EXCLUSIVE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ENGINE, MACHINE, NOTIFY));
	}

	@Test
	void stores_know_nothing_of_managers() {
		check(noClasses().that()
			.resideInAPackage(COORDINATION)
			.should()
			.dependOnClassesThat(describe("are ours, but of another package",
					(type) -> type.getPackageName().startsWith("io.connectionmanager")
							&& !type.getPackageName().equals(COORDINATION))));
	}

	@Test
	void files_of_the_engine_form_no_cycle() {
		check(slices().assignedFrom(new Files()).should().beFreeOfCycles());
	}

	@Test
	void nobody_outside_of_the_engine_knows_it() {
		check(noClasses().that()
			.resideOutsideOfPackage(ENGINE + "..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ENGINE + ".."));
	}

	@Test
	void the_engine_has_one_door() {
		check(classes().that()
			.resideInAPackage(ENGINE)
			.and()
			.areTopLevelClasses()
			.and()
			.arePublic()
			.should()
			.haveFullyQualifiedName(ENGINE + ".Engine"));
	}

	@Test
	void neither_the_api_nor_the_engine_needs_the_testing_kit() {
		check(noClasses().that()
			.resideOutsideOfPackage("io.connectionmanager.testing")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.connectionmanager.testing"));
	}

	@Test
	void packages_form_no_cycle() {
		check(slices().matching("io.(**)").should().beFreeOfCycles());
	}

	@Test
	void time_and_chance_come_in_through_the_runtime_and_nowhere_else() {
		check(noClasses().that()
			.doNotHaveFullyQualifiedName(RUNTIME + ".RuntimeBuilder")
			.should()
			.accessTargetWhere(target("a clock or a source of chance", ArchitectureTests::isClockOrChance)));
	}

	@Test
	void nobody_sleeps() {
		check(noClasses().should().accessTargetWhere(target("a sleep", ArchitectureTests::isSleep)));
	}

	@Test
	void the_machine_is_pure() {
		check(classes().that()
			.resideInAPackage(MACHINE)
			.should()
			.onlyDependOnClassesThat(describe("are pure, values or the public API", ArchitectureTests::isValueOrPure)));
	}

	@Test
	@DisplayName("Promise 18: whoever sees a new state sees its cause, and what belongs to it is queued")
	void the_write_of_the_state_makes_the_decision() {
		JavaMethod publish = MAIN.get(ENGINE + ".DecisionLoop")
			.getMethods()
			.stream()
			.filter((method) -> method.getName().equals("publish"))
			.findFirst()
			.orElseThrow();
		int write = publish.getFieldAccesses()
			.stream()
			.filter((access) -> access.getAccessType() == JavaFieldAccess.AccessType.SET)
			.mapToInt(JavaAccess::getLineNumber)
			.max()
			.orElseThrow();
		assertThat(publish.getMethodCallsFromSelf()).isNotEmpty()
			.allSatisfy((call) -> assertThat(call.getLineNumber()).as("%s", call).isLessThan(write));
	}

	@Test
	void nothing_is_written_but_to_slf4j() {
		check(noClasses().should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.logging")
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(System.Logger.class));
		check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
	}

	private static boolean isClockOrChance(AccessTarget target) {
		String owner = target.getOwner().getName();
		String name = target.getName();
		return (owner.equals("java.lang.System") && Set.of("nanoTime", "currentTimeMillis").contains(name))
				|| (CLOCKS.contains(owner)
						&& (name.equals("now") || name.startsWith("system") || name.startsWith("tick")))
				|| (owner.equals("java.lang.Math") && name.equals("random"))
				|| target.getOwner().isAssignableTo(Random.class)
				|| target.getOwner().isAssignableTo(SplittableRandom.class)
				|| (owner.equals("java.util.Date") && name.equals("<init>"))
				|| (owner.equals("java.util.UUID") && name.equals("randomUUID"));
	}

	private static boolean isSleep(AccessTarget target) {
		String owner = target.getOwner().getName();
		return (Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit").contains(owner)
				&& target.getName().equals("sleep"))
				|| (owner.equals("java.util.concurrent.locks.LockSupport")
						&& !Set.of("park", "unpark").contains(target.getName()));
	}

	private static boolean isValueOrPure(JavaClass type) {
		JavaClass component = type.getBaseComponentType();
		String packageName = component.getPackageName();
		return switch (packageName) {
			case "java.lang" ->
				!Set.of("Thread", "ThreadLocal", "System").contains(outermost(component).getSimpleName());
			case "java.lang.invoke", "java.lang.runtime", "java.util", "java.util.function", "java.util.stream",
					"java.time", "org.jspecify.annotations" ->
				true;
			case "io.connectionmanager" -> component.isAssignableTo(ConnectionManagerException.class)
					|| Set.of("ConnectionState", "ConnectionSettings", "DurationText", "EndpointPolicy", "FailureKind")
						.contains(outermost(component).getSimpleName());
			default -> component.isPrimitive() || packageName.equals(MACHINE);
		};
	}

	/** What is stored is a value; the store is not. */
	private static boolean isValueOrClaim(JavaClass type) {
		JavaClass component = type.getBaseComponentType();
		return switch (component.getPackageName()) {
			case CLAIMS, "io.connectionmanager", "java.nio.charset", "java.util.zip" -> true;
			case "java.net" -> Set.of("URLEncoder", "URLDecoder").contains(component.getSimpleName());
			case COORDINATION -> Set.of("Entry", "Change", "Result").contains(outermost(component).getSimpleName());
			default -> isValueOrPure(type) && !component.getPackageName().equals(MACHINE);
		};
	}

	/** A slice for each file of the engine. */
	private static final class Files implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return type.getPackageName().startsWith(ENGINE) ? SliceIdentifier.of(outermost(type).getName())
					: SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "files of the engine";
		}

	}

	private static JavaClass outermost(JavaClass type) {
		return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
	}

	private static DescribedPredicate<JavaAccess<?>> target(String description, Predicate<AccessTarget> predicate) {
		return describe(description, (access) -> predicate.test(access.getTarget()));
	}

	private static void check(ArchRule rule) {
		rule.check(MAIN);
	}

}
