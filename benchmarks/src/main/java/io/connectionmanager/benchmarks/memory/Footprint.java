package io.connectionmanager.benchmarks.memory;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.openjdk.jol.info.GraphLayout;

import io.connectionmanager.benchmarks.report.Table;

/**
 * What a graph of objects consists of: instances and bytes, class by class.
 *
 * @param classes the classes by name
 */
record Footprint(Map<String, Share> classes) {

	/**
	 * Weighs all that is reachable from some roots.
	 * @param roots the roots
	 * @return the footprint
	 */
	static Footprint of(Object... roots) {
		GraphLayout layout = GraphLayout.parseInstance(roots);
		Map<String, Share> classes = new TreeMap<>();
		for (Class<?> type : layout.getClasses()) {
			classes.put(name(type), new Share(layout.getClassCounts().count(type), layout.getClassSizes().count(type)));
		}
		return new Footprint(classes);
	}

	/**
	 * Returns what one more manager adds: the difference to a graph with fewer of them,
	 * so that what they share does not count.
	 * @param fewer the footprint with fewer managers
	 * @param managers how many managers fewer
	 * @return what each of them adds
	 */
	Footprint eachBeyond(Footprint fewer, int managers) {
		Map<String, Share> each = new TreeMap<>();
		this.classes.forEach((type, share) -> {
			Share less = fewer.classes.getOrDefault(type, Share.NOTHING);
			Share one = new Share((share.instances() - less.instances()) / managers,
					(share.bytes() - less.bytes()) / managers);
			// What grows by less than a tenth of a byte a manager is noise of the JVM's
			// own.
			if (Math.abs(one.bytes()) >= 0.1) {
				each.put(type, one);
			}
		});
		return new Footprint(each);
	}

	double bytes() {
		return this.classes.values().stream().mapToDouble(Share::bytes).sum();
	}

	/**
	 * Writes a row for each class, the heaviest first, and one for the sum.
	 * @param what what is weighed
	 * @param table the table
	 */
	void addTo(Table table, String what) {
		Stream<Map.Entry<String, Share>> heaviestFirst = this.classes.entrySet()
			.stream()
			.sorted(Comparator.comparingDouble((Map.Entry<String, Share> entry) -> -entry.getValue().bytes()));
		heaviestFirst.forEach(
				(entry) -> table.row(what, entry.getKey(), entry.getValue().instances(), entry.getValue().bytes()));
		table.row(what, "all", "", bytes());
	}

	/** Lambdas have names that change from run to run. */
	private static String name(Class<?> type) {
		String name = type.getTypeName();
		int lambda = name.indexOf("$$Lambda");
		String stable = (lambda >= 0) ? name.substring(0, lambda) + " (lambda)" : name;
		return stable.substring(stable.lastIndexOf('.') + 1);
	}

	/**
	 * What one class takes.
	 *
	 * @param instances how many objects
	 * @param bytes how many bytes
	 */
	record Share(double instances, double bytes) {

		static final Share NOTHING = new Share(0, 0);

	}

}
