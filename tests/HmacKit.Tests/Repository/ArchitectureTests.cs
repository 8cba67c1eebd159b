using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HmacKit.Tests.Repository;

/// <summary>Arrows point down only: between projects, and between the folders of the engine.</summary>
public class ArchitectureTests
{
    /// <summary>What each folder may use. A new folder has to be put here, and that is the moment to think about it.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Bytes"] = [],
        ["Telemetry"] = [],
        ["Encodings"] = ["Bytes"],
        ["Keys"] = ["Encodings", "Bytes"],
        ["StructuredFields"] = ["Bytes"],
        ["Caching"] = ["Keys"],
        ["Requests"] = ["Keys", "Encodings", "Bytes"],
        ["Events"] = ["Requests", "Keys", "Encodings", "Bytes"],
        ["Messages"] = ["Requests", "Keys", "Encodings", "Bytes"],
        ["Schemes"] = ["Events", "Messages", "Requests", "Keys", "Encodings", "Bytes"],
        ["MessageSignatures"] = ["StructuredFields", "Schemes", "Messages", "Requests", "Keys", "Encodings", "Bytes"],
        ["Replay"] = ["Requests", "Encodings", "Bytes", "Telemetry"],
        ["Signing"] = ["Schemes", "Messages", "Requests", "Keys", "Encodings", "Bytes"],
        ["Verification"] = ["Schemes", "Events", "Messages", "Requests", "Keys", "Encodings", "Bytes", "Replay", "Telemetry"],
        ["Catalog"] = ["MessageSignatures", "Schemes", "Events", "Messages", "Requests", "Keys", "Encodings"],
        ["SecretProtection"] = ["Keys", "Encodings", "Bytes"],
        ["Credentials"] = ["Schemes", "Requests", "Keys", "Caching", "SecretProtection", "Encodings", "Bytes", "Telemetry"],
        ["Audit"] = ["Telemetry"],
        ["ApiKeys"] = ["Credentials", "Keys", "Encodings", "Bytes", "Telemetry"],
        ["Limits"] = ["Bytes", "Telemetry"],
        ["Stores"] = ["Outages", "Limits", "Replay", "Credentials", "Caching", "Keys", "Telemetry"],
        ["Outages"] = ["Replay", "Limits", "Bytes", "Telemetry"],
        ["Causes"] = [],
        ["Spellings"] = ["Messages", "Requests", "Keys", "Encodings", "Bytes"],
        ["Slips"] = ["Causes", "Spellings", "Schemes", "Messages", "Requests", "Keys", "Encodings", "Bytes"],
        ["Diagnosis"] = ["Slips", "Causes", "Spellings", "Verification", "Schemes", "Messages", "Requests", "Keys", "Encodings", "Bytes"],
    };

    /// <summary>Folders that bring the others together for applications.</summary>
    private static readonly string[] MayUseAll = ["Registration"];

    [Fact]
    public void Folders_of_the_engine_use_only_what_lies_below_them()
    {
        List<string> wrong = [.. SourceFolders.Uses()
            .Where(use => !MayUseAll.Contains(use.File.Folder) && !MayUse.GetValueOrDefault(use.File.Folder, []).Contains(use.To))
            .Select(use => $"{use.File.Path} uses {use.Type} of {use.To}")];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_in_the_engine_knows_the_catalogue_or_the_registration()
    {
        Assert.Empty(SourceFolders.Uses()
            .Where(use => (use.To is "Catalog" or "Registration") && !MayUseAll.Contains(use.File.Folder))
            .Select(use => $"{use.File.Path} uses {use.Type}"));
    }

    [Fact]
    public void Every_folder_has_its_place_and_the_scan_sees_the_uses_between_them()
    {
        Assert.Empty(new[] { "Bytes", "Encodings", "Keys", "Requests", "Messages", "Schemes", "Replay", "Signing", "Verification", "Catalog" }.Except(SourceFolders.Files.Select(file => file.Folder)));
        Assert.Empty(SourceFolders.Files.Select(file => file.Folder).Where(folder => folder is not ("" or "Properties")).Except([.. MayUse.Keys, .. MayUseAll]));
        Assert.Contains(SourceFolders.Uses(), use => use is { File.Folder: "Verification", To: "Replay", Type: "ReplayClaim" });
        Assert.Contains(SourceFolders.Uses(), use => use is { File.Folder: "Catalog", To: "Schemes", Type: "HeaderFormat" });
        Assert.All(SourceFolders.FolderOfType, type => Assert.Single(type));
    }

    /// <summary>The catalogue's files compile against the built engine in an assembly that sees nothing internal of it.</summary>
    [Fact]
    public void The_catalogue_uses_only_the_public_surface()
    {
        IEnumerable<SyntaxTree> trees = RepositoryFiles.Find(RepositoryFiles.PathOf("src", "HmacKit", "Catalog"), ".cs")
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview), file))
            .Append(CSharpSyntaxTree.ParseText(Snippets.ImplicitUsings, new CSharpParseOptions(LanguageVersion.Preview)));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Catalogue", trees, Snippets.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void Projects_refer_to_the_engine_and_to_nothing_beside_or_above_them()
    {
        foreach (string project in Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            IEnumerable<string> references = XDocument.Load(project).Descendants("ProjectReference")
                .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

            // The contracts give a store under test the clock of the test kit: two packages for tests, and none for production.
            // Webhooks are sent by what guards targets, and endpoints hand their events to the inbox. The inspector shows what the gates of an
            // application have verified, and the command line is one of its two hosts.
            string[] allowed = name switch
            {
                "HmacKit" or "HmacKit.Analyzers" => [],
                "HmacKit.Analyzers.Fixes" => ["HmacKit.Analyzers"],
                "HmacKit.Contracts" => ["HmacKit", "HmacKit.Testing"],
                "HmacKit.Webhooks" => ["HmacKit", "HmacKit.Http"],
                "HmacKit.AspNetCore" => ["HmacKit", "HmacKit.Webhooks"],
                "HmacKit.Inspection" => ["HmacKit", "HmacKit.AspNetCore"],
                "HmacKit.Cli" => ["HmacKit", "HmacKit.Inspection"],
                _ => ["HmacKit"],
            };
            Assert.Equal(allowed, references);
        }
    }

    [Fact]
    public void The_catalogue_is_used_by_tests_samples_and_the_command_line_alone()
    {
        IEnumerable<string> users = Directory.GetDirectories(RepositoryFiles.PathOf("src"))
            .Where(folder => Path.GetFileName(folder) is not ("HmacKit" or "HmacKit.Cli"))
            .SelectMany(folder => RepositoryFiles.Find(folder, ".cs"))
            .Where(file => File.ReadAllText(file).Contains("SchemeCatalog.", StringComparison.Ordinal)
                && CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
                    .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax>().Any(identifier => identifier.Identifier.Text == "SchemeCatalog"));
        Assert.Empty(users.Select(RepositoryFiles.Relative));
    }
}
