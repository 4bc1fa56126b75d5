package org.rfaas.offload.weave.front;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.Map;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Statements of a source file by line, to point errors at. To be made before the compiler takes the trees apart, that is,
 * when it has analysed them.
 */
final class SourceLines {
    private final CompilationUnitTree unit;
    private final Map<Long, Tree> statements = new HashMap<>();

    SourceLines(Trees trees, CompilationUnitTree unit) {
        this.unit = unit;
        SourcePositions positions = trees.getSourcePositions();
        var _ = new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
                if (tree instanceof StatementTree && !(tree instanceof BlockTree)) {
                    long at = positions.getStartPosition(unit, tree);
                    if (at >= 0) {
                        statements.putIfAbsent(unit.getLineMap().getLineNumber(at), tree);
                    }
                }
                return super.scan(tree, null);
            }
        }.scan(unit, null);
    }

    void error(Trees trees, int line, String message) {
        Tree statement = statements.get((long) line);
        trees.printMessage(Diagnostic.Kind.ERROR, message, statement == null ? unit : statement, unit);
    }
}
