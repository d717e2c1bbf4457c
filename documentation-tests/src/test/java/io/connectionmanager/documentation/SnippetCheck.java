package io.connectionmanager.documentation;

/**
 * Finds out whether snippets of one language are true.
 */
@FunctionalInterface
interface SnippetCheck {

	/**
	 * Checks a snippet.
	 * @param snippet the snippet
	 * @throws AssertionError if it is wrong
	 * @throws Exception if it could not be checked
	 */
	void check(Snippet snippet) throws Exception;

}
