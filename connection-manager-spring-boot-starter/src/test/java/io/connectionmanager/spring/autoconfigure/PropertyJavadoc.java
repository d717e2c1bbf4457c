package io.connectionmanager.spring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import org.springframework.util.StringUtils;

/**
 * What the Javadoc of a source says of the fields of its classes that hold a value.
 */
final class PropertyJavadoc {

	private final Map<String, String> fields;

	private PropertyJavadoc(Map<String, String> fields) {
		this.fields = fields;
	}

	static PropertyJavadoc of(Path source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
					files.getJavaFileObjects(source));
			FieldScanner scanner = new FieldScanner(DocTrees.instance(task));
			for (CompilationUnitTree unit : task.parse()) {
				scanner.scan(unit, null);
			}
			return new PropertyJavadoc(scanner.fields);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the documented fields of a class and those nested in it. One of a nested
	 * class has the name of that before it.
	 * @param prefix the name of the class, with its outer classes and a dot behind it
	 * @return what is said of each field, by its name, in the order of the source
	 */
	Map<String, String> fields(String prefix) {
		Map<String, String> fields = new LinkedHashMap<>();
		this.fields.forEach((name, field) -> {
			if (name.startsWith(prefix)) {
				fields.put(StringUtils.uncapitalizeAsProperty(name.substring(prefix.length())), field);
			}
		});
		return fields;
	}

	private static final class FieldScanner extends TreePathScanner<Void, Void> {

		private final Map<String, String> fields = new LinkedHashMap<>();

		private final DocTrees docs;

		private FieldScanner(DocTrees docs) {
			this.docs = docs;
		}

		@Override
		public Void visitVariable(VariableTree variable, Void none) {
			DocCommentTree comment = this.docs.getDocCommentTree(getCurrentPath());
			boolean constant = variable.getModifiers().getFlags().contains(Modifier.STATIC);
			boolean nested = variable.getModifiers().getFlags().contains(Modifier.FINAL) && !constant;
			if (comment != null && !nested) {
				String text = comment.getFullBody().stream().map(Object::toString).collect(Collectors.joining());
				this.fields.put(outer(getCurrentPath()) + variable.getName(), text);
			}
			return super.visitVariable(variable, none);
		}

		private static String outer(TreePath path) {
			StringBuilder outer = new StringBuilder();
			for (TreePath each = path.getParentPath(); each != null; each = each.getParentPath()) {
				if (each.getLeaf() instanceof ClassTree type) {
					outer.insert(0, type.getSimpleName() + ".");
				}
			}
			return outer.toString();
		}

	}

}
