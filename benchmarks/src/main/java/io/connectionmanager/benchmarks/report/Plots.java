package io.connectionmanager.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * Draws bars from the tab-separated values that {@link Table} has left.
 */
public final class Plots {

	private static final Color OURS = new Color(0x1f, 0x77, 0xb4);

	private static final Color OTHERS = new Color(0xb0, 0xb0, 0xb0);

	private Plots() {
	}

	/**
	 * Draws all that there are values for.
	 * @param results where the tables are
	 * @param folder where the plots go
	 * @throws IOException if a file cannot be read or written
	 */
	public static void draw(Path results, Path folder) throws IOException {
		Files.createDirectories(folder);
		draw(results.resolve("latency.tsv"), 3, "From a cut to the callback, µs (median)", folder.resolve("loss"));
		draw(results.resolve("latency.tsv"), 5, "From a cut to up again, beyond the delay, µs (median)",
				folder.resolve("excess"));
		draw(results.resolve("latency.tsv"), 1, "From start to up, µs (median)", folder.resolve("start"));
		draw(results.resolve("crowd.tsv"), 3, "Heap of one connection, bytes", folder.resolve("heap"));
		draw(results.resolve("crowd.tsv"), 4, "Threads", folder.resolve("threads"));
		draw(results.resolve("crowd.tsv"), 7, "Accepts in the worst 100 ms after a cut of all", folder.resolve("herd"));
	}

	private static void draw(Path values, int column, String title, Path plot) throws IOException {
		if (!Files.exists(values)) {
			return;
		}
		boolean crowd = values.endsWith("crowd.tsv");
		List<String> names = new ArrayList<>();
		List<Double> ours = new ArrayList<>();
		List<Double> others = new ArrayList<>();
		List<String> lines = Files.readAllLines(values);
		String most = lines.get(1).split("\t")[1];
		for (String line : lines.subList(1, lines.size())) {
			String[] cells = line.split("\t");
			// Those who had fewer connections cannot be compared in a picture.
			boolean few = crowd && !cells[1].equals(most);
			if (few || cells.length <= column || !cells[column].matches("[0-9.]+")) {
				continue;
			}
			double value = Double.parseDouble(cells[column]);
			boolean own = cells[0].startsWith("ours");
			names.add(cells[0]);
			ours.add(own ? value : 0);
			others.add(own ? 0 : value);
		}
		CategoryChart chart = new CategoryChartBuilder().width(800)
			.height(420)
			.title(title)
			.theme(Styler.ChartTheme.Matlab)
			.build();
		chart.getStyler().setXAxisLabelRotation(60).setYAxisDecimalPattern("#,###").setLegendVisible(false);
		chart.getStyler().setStacked(true).setAvailableSpaceFill(0.8);
		chart.getStyler().setSeriesColors(new Color[] { OURS, OTHERS });
		chart.addSeries("this library", names, ours);
		chart.addSeries("others", names, others);
		BitmapEncoder.saveBitmap(chart, plot.toString(), BitmapFormat.PNG);
	}

}
