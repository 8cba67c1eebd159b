using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HmacKit.Analyzers;

/// <summary>What all rules have in common: they look at nothing where HmacKit isn't referred to, and at no code that was generated.</summary>
public abstract class HmacKitAnalyzer : DiagnosticAnalyzer
{
    private readonly bool _looksAtTests;

    private protected HmacKitAnalyzer(bool looksAtTests, params DiagnosticDescriptor[] rules)
    {
        _looksAtTests = looksAtTests;
        SupportedDiagnostics = [.. rules];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("HmacKit.HmacKey") is { } key && (_looksAtTests || !IsTest(start.Compilation)))
            {
                Register(start, new HmacKitTypes(start.Compilation, key));
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, HmacKitTypes types);

    /// <summary>Tests have secrets of their own, fixed times and known answers.</summary>
    private static bool IsTest(Compilation compilation)
    {
        foreach (AssemblyIdentity assembly in compilation.ReferencedAssemblyNames)
        {
            if (assembly.Name is "xunit.core" or "xunit.v3.core" or "nunit.framework" or "MSTest.TestFramework" or "Microsoft.VisualStudio.TestPlatform.TestFramework" or "TUnit.Core")
            {
                return true;
            }
        }

        return false;
    }
}
