package org.rfaas.offload.weave.front;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.Map;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.Diagnostic;

/**
 * Statements of a source file by line, to point errors at; none when it is compiled without line numbers. To be made before
 * the compiler takes the trees apart, that is, when it has analysed them.
 */
final class SourceLines {
    private final CompilationUnitTree unit;
    private final Map<Long, Tree> statements = new HashMap<>();

    SourceLines(Trees trees, CompilationUnitTree unit) {
        this.unit = unit;
        LineMap lines = unit.getLineMap();
        if (lines == null) { // as with -g:none
            return;
        }
        SourcePositions positions = trees.getSourcePositions();
        var _ = new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
                if (tree instanceof StatementTree && !(tree instanceof BlockTree)) {
                    long at = positions.getStartPosition(unit, tree);
                    if (at >= 0) {
                        statements.putIfAbsent(lines.getLineNumber(at), tree);
                    }
                }
                return super.scan(tree, null);
            }
        }.scan(unit, null);
    }

    void error(Trees trees, Diagnostic refusal) {
        Tree statement = statements.get((long) refusal.line());
        if (statement == null) {
            trees.printMessage(Kind.ERROR, refusal.toString(), unit, unit);
        } else {
            trees.printMessage(Kind.ERROR, "@Offload: " + refusal.message(), statement, unit);
        }
    }
}
