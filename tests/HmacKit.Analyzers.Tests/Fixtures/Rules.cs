using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace HmacKit.Analyzers.Tests.Fixtures;

/// <summary>Runs one analyzer, and its fix, over code as it stands in an application that refers to HmacKit.</summary>
internal static class Rules
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Security.Cryptography;
        global using System.Text;
        global using System.Text.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using HmacKit;
        global using HmacKit.AspNetCore;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => file.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || file.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private static readonly MetadataReference[] Packages =
        [.. new[] { "HmacKit.dll", "HmacKit.AspNetCore.dll", "HmacKit.Http.dll", "HmacKit.Webhooks.dll" }.Select(InOutput)];

    /// <summary>Checks what the analyzer says of members of a class: each diagnostic is marked <c>{|HMACnnn:…|}</c>, and there are no others.</summary>
    public static Task CheckAsync<TAnalyzer>(string members)
        where TAnalyzer : DiagnosticAnalyzer, new() => CheckFileAsync<TAnalyzer>(Class(members));

    /// <summary>Checks a whole file.</summary>
    public static Task CheckFileAsync<TAnalyzer>(string file, bool isTest = false, bool isProgram = false, bool hasHmacKit = true)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>();
        Fill(test, file, isProgram, hasHmacKit);
        if (isTest)
        {
            test.TestState.AdditionalReferences.Add(InOutput("xunit.core.dll"));
        }

        return test.RunAsync();
    }

    /// <summary>Checks what the fix makes of members of a class; the same text if there is no fix.</summary>
    public static Task FixAsync<TAnalyzer, TFix>(string members, string expected)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() => FixFileAsync<TAnalyzer, TFix>(Class(members), Class(expected));

    /// <summary>Checks what the fix makes of a whole file.</summary>
    public static Task FixFileAsync<TAnalyzer, TFix>(string file, string expected, bool isProgram = false)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> { FixedCode = expected };
        Fill(test, file, isProgram, hasHmacKit: true);
        test.FixedState.Sources.Add(("/0/Usings.cs", Usings));
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync();
    }

    private static string Class(string members) => $"class Application\n{{\n{members}\n}}\n";

    private static void Fill(AnalyzerTest<DefaultVerifier> test, string file, bool isProgram, bool hasHmacKit)
    {
        // What the code refers to comes from the machine, and no package is asked for.
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        test.TestCode = file;
        test.TestState.Sources.Add(("/0/Usings.cs", hasHmacKit ? Usings : "global using System;\nglobal using System.Security.Cryptography;"));
        test.TestState.AdditionalReferences.AddRange(hasHmacKit ? [.. Framework, .. Packages] : Framework);
        test.TestState.OutputKind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        test.CompilerDiagnostics = CompilerDiagnostics.Errors;
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectParseOptions(project, new CSharpParseOptions(LanguageVersion.Preview)));
    }

    private static MetadataReference InOutput(string name) => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name));
}
