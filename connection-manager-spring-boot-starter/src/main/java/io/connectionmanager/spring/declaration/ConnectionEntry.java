package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.spring.service.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.StringUtils;

/**
 * An entry of {@code connection-manager.connections}, with the properties that determine
 * which beans to declare. It is read without binding: with ahead-of-time processing,
 * beans are declared before a value such as {@code ${FEED_URL}} is known.
 */
final class ConnectionEntry {

	private final ConnectionEntries entries;

	private final List<PropertyPlace> places = new ArrayList<>();

	private String name;

	private ConfigurationPropertyName prefix;

	private NameSpelling spelling;

	private boolean indistinct;

	private boolean hasNameAlone;

	private boolean readyMade;

	private @Nullable List<ConfigurationPropertySource> ownSources;

	ConnectionEntry(ConnectionEntries entries, String name, PropertyPlace first) {
		this.entries = entries;
		this.name = name;
		this.prefix = first.prefix();
		this.spelling = first.spelling();
	}

	String name() {
		return this.name;
	}

	ConfigurationPropertyName prefix() {
		return this.prefix;
	}

	/**
	 * Returns the most reliable spelling of the name.
	 * @return the spelling
	 */
	NameSpelling spelling() {
		return this.spelling;
	}

	void add(PropertyPlace place) {
		this.places.add(place);
		if (place.spelling() == NameSpelling.KEPT && this.spelling != NameSpelling.KEPT) {
			this.name = place.name();
			this.prefix = place.prefix();
			this.spelling = NameSpelling.KEPT;
		}
		boolean nameAlone = place.property().getNumberOfElements() == ConnectionEntries.LENGTH;
		// A name without properties in one source hides them in others.
		this.indistinct |= !place.prefix().equals(this.prefix) || (this.hasNameAlone && !nameAlone)
				|| (nameAlone && this.places.size() > 1);
		this.hasNameAlone |= nameAlone;
	}

	/**
	 * Marks an entry that Spring Boot confuses with another one, because it ignores
	 * dashes.
	 */
	void setIndistinct() {
		this.indistinct = true;
	}

	/**
	 * Returns whether Spring Boot confuses properties of this entry with those of another
	 * one.
	 * @return whether it does
	 */
	boolean isIndistinct() {
		return this.indistinct;
	}

	/**
	 * Returns whether Spring Boot binds this entry incorrectly: with other values, or
	 * under additional names.
	 * @return whether it does
	 */
	boolean isMisbound() {
		if (this.indistinct) {
			return true;
		}
		for (PropertyPlace place : this.places) {
			if (!place.name().equals(this.name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the first place that names the connection.
	 * @return the place
	 */
	PropertyPlace first() {
		return this.places.get(0);
	}

	/**
	 * Returns the name of the connector bean.
	 * @return the name, or {@code null} if it is not set
	 */
	@Nullable String connector() {
		return value("connector");
	}

	/**
	 * Returns the name of the service that has the address.
	 * @return the name, or {@code null} if it is not set
	 */
	@Nullable String service() {
		return value("service");
	}

	/**
	 * Returns the scheme of the first URL to connect to, or that of the service.
	 * @return the scheme, or {@code null} if it is not known
	 */
	@Nullable String scheme() {
		String name = service();
		if (name != null) {
			Service service = Service.of(name);
			return (service != null) ? service.scheme() : null;
		}
		List<String> urls = urls();
		return urls.isEmpty() ? null : ReadyMadeSchemes.of(urls.get(0));
	}

	/**
	 * Returns whether the URL or the service begins with a placeholder that cannot be
	 * resolved yet, so that the scheme is not known.
	 * @return whether it does
	 */
	boolean hasUnresolvedUrl() {
		String service = service();
		List<String> urls = (service != null) ? List.of(service) : urls();
		return !urls.isEmpty() && urls.get(0).startsWith("${");
	}

	/**
	 * Returns the URLs to connect to. The source with the highest precedence that has
	 * any, as {@code url} or {@code urls}, determines them. An empty property overrides
	 * the same property of the sources with lower precedence.
	 * @return the URLs, with the placeholders that cannot be resolved yet
	 */
	List<String> urls() {
		String property = urlProperty();
		if (property == null) {
			return List.of();
		}
		for (ConfigurationPropertySource source : sources()) {
			List<String> urls = urls(source, property);
			if (!urls.isEmpty()) {
				return urls;
			}
		}
		return List.of();
	}

	/**
	 * Returns the property that determines the URLs.
	 * @return {@code url}, {@code urls} or, if there are none, {@code null}
	 */
	@Nullable String urlProperty() {
		if (!this.entries.mayHaveMore() && !has(ConnectionUrls.URL) && !has(ConnectionUrls.URLS)) {
			return null;
		}
		List<String> names = new ArrayList<>(List.of(ConnectionUrls.URL, ConnectionUrls.URLS));
		for (ConfigurationPropertySource source : sources()) {
			for (String name : List.copyOf(names)) {
				if (!urls(source, name).isEmpty()) {
					return name;
				}
				if (source.getConfigurationProperty(this.prefix.append(name)) != null) {
					names.remove(name);
				}
			}
		}
		return null;
	}

	private List<String> urls(ConfigurationPropertySource source, String property) {
		ConfigurationPropertyName name = this.prefix.append(property);
		List<String> urls = new ArrayList<>();
		ConfigurationProperty found = source.getConfigurationProperty(name);
		for (int i = 0; found != null || i == 0; i++) {
			if (found != null) {
				urls.addAll(ConnectionUrls
					.split(this.entries.environment().resolvePlaceholders(String.valueOf(found.getValue()))));
			}
			found = source.getConfigurationProperty(name.append("[" + i + "]"));
		}
		return urls;
	}

	/**
	 * Marks an entry that uses a ready-made connector.
	 */
	void setReadyMade() {
		this.readyMade = true;
	}

	boolean isReadyMade() {
		return this.readyMade;
	}

	boolean isEnabled() {
		return flag("enabled", true);
	}

	boolean isExclusive() {
		return flag("exclusive", false);
	}

	private boolean flag(String property, boolean defaultValue) {
		String value = value(property);
		try {
			Boolean flag = (value != null)
					? ApplicationConversionService.getSharedInstance().convert(value, Boolean.class) : null;
			return (flag != null) ? flag : defaultValue;
		}
		catch (ConversionException ex) {
			// Binding reports it.
			return defaultValue;
		}
	}

	private @Nullable String value(String property) {
		if (!this.entries.mayHaveMore() && !has(property)) {
			return null;
		}
		ConfigurationProperty found = find(property);
		String value = (found != null)
				? this.entries.environment().resolvePlaceholders(String.valueOf(found.getValue())) : null;
		return StringUtils.hasText(value) ? value : null;
	}

	private boolean has(String property) {
		for (PropertyPlace place : this.places) {
			if (place.property().getNumberOfElements() > ConnectionEntries.LENGTH
					&& place.property().getElement(ConnectionEntries.LENGTH, Form.UNIFORM).equals(property)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Finds a property of the entry.
	 * @param path the name of the property, below the entry
	 * @return the property, or {@code null} if it is not set
	 */
	@Nullable ConfigurationProperty find(String path) {
		return PropertyOrigins.find(sources(), this.prefix.append(path));
	}

	/**
	 * Returns those properties of the entry that are set.
	 * @param paths the names of the properties, below the entry
	 * @return the properties
	 */
	List<ConfigurationProperty> set(String... paths) {
		List<ConfigurationProperty> properties = new ArrayList<>();
		for (String path : paths) {
			ConfigurationProperty property = find(path);
			if (property != null) {
				properties.add(property);
			}
		}
		return properties;
	}

	/**
	 * Returns the properties of the entry, including overridden ones.
	 * @return the properties, the one with the highest precedence first
	 */
	List<ConfigurationProperty> properties() {
		List<ConfigurationProperty> properties = new ArrayList<>();
		for (int i = this.places.size() - 1; i >= 0; i--) {
			ConfigurationProperty property = this.places.get(i).find();
			if (property != null) {
				properties.add(property);
			}
		}
		return properties;
	}

	/**
	 * Returns the properties that set an option of the connector.
	 * @param option the name of the option, in which case and dashes do not matter, or
	 * {@code null} for all
	 * @return the properties, including overridden ones, the one with the highest
	 * precedence first
	 */
	List<ConfigurationProperty> options(@Nullable String option) {
		List<ConfigurationProperty> options = new ArrayList<>();
		for (ConfigurationProperty property : properties()) {
			ConfigurationPropertyName name = property.getName();
			int length = name.getNumberOfElements() - (name.isLastElementIndexed() ? 1 : 0);
			if (length > ConnectionEntries.LENGTH + 1
					&& name.getElement(ConnectionEntries.LENGTH, Form.UNIFORM).equals("options")
					&& (option == null
							|| ConnectionName.fold(name.chop(length).subName(ConnectionEntries.LENGTH + 1).toString())
								.equals(ConnectionName.fold(option)))) {
				options.add(property);
			}
		}
		return options;
	}

	/**
	 * Binds the entry under names that Spring Boot cannot confuse with those of another
	 * one.
	 * @param <E> the type of entries
	 * @param type the type of entries
	 * @return the entry
	 */
	<E> E bind(Class<E> type) {
		return new Binder(sources(), new PropertySourcesPlaceholdersResolver(this.entries.environment()))
			.bindOrCreate(this.prefix, Bindable.of(type), null);
	}

	private List<ConfigurationPropertySource> sources() {
		if (!this.indistinct) {
			return this.entries.sources();
		}
		List<ConfigurationPropertySource> sources = this.ownSources;
		if (sources == null) {
			sources = new ArrayList<>();
			for (ConfigurationPropertySource source : this.entries.sources()) {
				sources.add(NameSpelling.of(source).isKnown() ? ownPropertiesOf(source) : source);
			}
			this.ownSources = sources;
		}
		return sources;
	}

	private ConfigurationPropertySource ownPropertiesOf(ConfigurationPropertySource source) {
		if (!(source.getUnderlyingSource() instanceof EnumerablePropertySource<?> all)) {
			return source;
		}
		Map<String, Object> own = new LinkedHashMap<>();
		String key = ConnectionName.key(this.name);
		for (String property : all.getPropertyNames()) {
			ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(property, '.');
			if (this.prefix.getNumberOfElements() < adapted.getNumberOfElements()
					&& PropertyOrigins.CONNECTIONS.isAncestorOf(adapted)
					&& ConnectionName.key(ConnectionEntries.nameIn(adapted)).equals(key)) {
				own.putIfAbsent(this.prefix.append(adapted.subName(this.prefix.getNumberOfElements())).toString(),
						OriginTrackedValue.of(all.getProperty(property), PropertySourceOrigin.get(all, property)));
			}
		}
		ConfigurationPropertySource result = ConfigurationPropertySource
			.from(new OriginTrackedMapPropertySource(all.getName(), own));
		return (result != null) ? result : source;
	}

}
