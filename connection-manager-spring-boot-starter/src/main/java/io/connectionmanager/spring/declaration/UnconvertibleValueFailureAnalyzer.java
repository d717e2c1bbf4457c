package io.connectionmanager.spring.declaration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Reports a property whose text does not have the type of the property: what to write
 * instead. Before that of Spring Boot, which names Java types and exceptions.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class UnconvertibleValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		ConfigurationPropertyName name = cause.getName();
		Class<?> type = cause.getTarget().getType().resolve();
		String expected = (type != null) ? expected(type) : null;
		if (property == null || expected == null || !PropertyOrigins.ROOT.isAncestorOf(name)
				|| !(cause.getCause() instanceof ConversionFailedException)) {
			return null;
		}
		String path = name.subName(PropertyOrigins.lengthOfPrefix(name)).toString();
		FailureAnalysis analysis = ConfigurationProblems
			.invalid(List.of(property), "%s must be %s".formatted(path, expected),
					"Set '%s' to %s%s.".formatted(path, expected, examples(type)))
			.analysis();
		return new FailureAnalysis(analysis.getDescription(), analysis.getAction(), cause);
	}

	private static @Nullable String expected(Class<?> type) {
		if (type == Duration.class) {
			return "a duration";
		}
		if (type == Boolean.class || type == boolean.class) {
			return "true or false";
		}
		if (type == Integer.class || type == int.class) {
			return "a whole number of at most %d".formatted(Integer.MAX_VALUE);
		}
		if (type == Double.class || type == double.class) {
			return "a number";
		}
		return type.isEnum() ? constants(type) : null;
	}

	private static String constants(Class<?> type) {
		List<String> names = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'));
		}
		String last = names.remove(names.size() - 1);
		return "%s or %s".formatted(String.join(", ", names), last);
	}

	private static String examples(@Nullable Class<?> type) {
		if (type == Duration.class) {
			return " of at most 365d, with a unit and without a space: for example 500ms, 10s or 1m";
		}
		return (type == Double.class || type == double.class) ? ", for example 0.5 or 2" : "";
	}

}
