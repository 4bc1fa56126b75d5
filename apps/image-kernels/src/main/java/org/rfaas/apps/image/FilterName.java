package org.rfaas.apps.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rfaas.apps.harness.GivenOptions;
import org.rfaas.apps.harness.InputException;

/** Names of the filters, and which options are for which of them. */
enum FilterName {
    CONVOLVE,
    GAUSSIAN,
    SOBEL,
    MEDIAN,
    BILATERAL,
    EQUALIZE,
    THUMBNAIL;

    /** What else may be said of it. */
    private List<String> options() {
        return switch (this) {
            case CONVOLVE -> List.of("--kernel", "--normalize", FilterOptions.BORDER, FilterOptions.BORDER_VALUE);
            case GAUSSIAN -> List.of("--sigma", "--truncate", FilterOptions.BORDER, FilterOptions.BORDER_VALUE);
            case SOBEL -> List.of(FilterOptions.BORDER, FilterOptions.BORDER_VALUE);
            case MEDIAN -> List.of("--radius", FilterOptions.BORDER, FilterOptions.BORDER_VALUE);
            case BILATERAL -> List.of("--sigma", "--sigma-colour", FilterOptions.BORDER, FilterOptions.BORDER_VALUE);
            case EQUALIZE -> List.of();
            case THUMBNAIL -> List.of("--size", "--resampling");
        };
    }

    /** Refuses options of other filters: what would have no effect is a mistake. */
    void requireOwn(GivenOptions given) throws InputException {
        for (FilterName other : values()) {
            for (String option : other.options()) {
                if (given.has(option) && !options().contains(option)) {
                    throw new InputException(option + " is for --filter " + namesWith(option) + ", not for " + word());
                }
            }
        }
    }

    private static String namesWith(String option) {
        return Arrays.stream(values())
                .filter(name -> name.options().contains(option))
                .map(FilterName::word)
                .collect(Collectors.joining(" or "));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
