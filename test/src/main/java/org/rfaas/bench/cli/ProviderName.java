package org.rfaas.bench.cli;

import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The fabric provider that an option names: one that there is; whether it is usable here is not asked. */
final class ProviderName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        try {
            return Fabrics.provider(value).name();
        } catch (FabricException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
