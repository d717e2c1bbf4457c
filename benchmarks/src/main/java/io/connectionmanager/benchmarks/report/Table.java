package io.connectionmanager.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one command measured: printed as Markdown, and left as tab-separated values for
 * the plots.
 */
public final class Table {

	private final String name;

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Creates a table without rows.
	 * @param name the name of the table and of its file
	 * @param columns the head
	 */
	public Table(String name, String... columns) {
		this.name = name;
		this.rows.add(List.of(columns));
	}

	/**
	 * Adds a row.
	 * @param cells text, or numbers, which are shown with three digits that count
	 */
	public void row(Object... cells) {
		List<String> row = new ArrayList<>();
		for (Object cell : cells) {
			row.add((cell instanceof Double number) ? format(number) : cell.toString());
		}
		this.rows.add(row);
	}

	/**
	 * Prints the table, and writes it into a folder.
	 * @param folder the folder
	 */
	public void publish(Path folder) {
		StringBuilder markdown = new StringBuilder();
		StringBuilder values = new StringBuilder();
		for (int i = 0; i < this.rows.size(); i++) {
			List<String> row = this.rows.get(i);
			markdown.append("| ").append(String.join(" | ", row)).append(" |\n");
			if (i == 0) {
				markdown.append("|").append("---|".repeat(row.size())).append("\n");
			}
			values.append(String.join("\t", row)).append("\n");
		}
		System.out.println(markdown);
		try {
			Files.createDirectories(folder);
			Files.writeString(folder.resolve(this.name + ".tsv"), values);
			Files.writeString(folder.resolve(this.name + ".md"), Machine.describe() + "\n\n" + markdown);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String format(double number) {
		if (Double.isNaN(number)) {
			return "–";
		}
		double size = Math.abs(number);
		int digits = (size >= 100) ? 0 : (size >= 10) ? 1 : 2;
		return String.format(Locale.ROOT, "%." + digits + "f", number);
	}

}
