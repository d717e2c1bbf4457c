package io.connectionmanager.documentation;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses JSON: a value, or members of an object that are shown without it.
 */
final class JsonSnippets implements SnippetCheck {

	private final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	@Override
	public void check(Snippet snippet) {
		String text = snippet.text().strip();
		try {
			JsonNode json = this.mapper.readTree(text.startsWith("\"") ? "{" + text + "}" : text);
			if (!json.isContainer()) {
				throw new AssertionError("This is no JSON of an object or a list: " + text);
			}
		}
		catch (JacksonException ex) {
			throw new AssertionError("This is not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

}
