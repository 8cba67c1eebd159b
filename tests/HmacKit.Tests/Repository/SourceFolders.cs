using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HmacKit.Tests.Repository;

/// <summary>Which types each folder of the engine declares, and which names its code uses (comments and strings are no code).</summary>
internal static class SourceFolders
{
    private static readonly Lazy<List<SourceFile>> LazyFiles = new(() =>
    [
        .. RepositoryFiles.Find(RepositoryFiles.PathOf("src", "HmacKit"), ".cs").Select(Read),
    ]);

    public static IReadOnlyList<SourceFile> Files => LazyFiles.Value;

    /// <summary>The folder that declares each type.</summary>
    public static ILookup<string, string> FolderOfType => Files
        .SelectMany(file => file.Declared.Select(type => (type, file.Folder)))
        .Distinct()
        .ToLookup(pair => pair.type, pair => pair.Folder);

    /// <summary>Each use of a type of another folder.</summary>
    public static IEnumerable<(SourceFile File, string To, string Type)> Uses()
    {
        ILookup<string, string> folders = FolderOfType;
        return from file in Files
               from name in file.Used
               from folder in folders[name]
               where folder != file.Folder
               select (file, folder, name);
    }

    private static SourceFile Read(string path)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(File.ReadAllText(path), new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot();
        HashSet<string> declared = [.. root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Parent is not TypeDeclarationSyntax).Select(type => type.Identifier.Text)];
        HashSet<string> used = [.. root.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name)
            .Where(name => name.Parent is not (NameColonSyntax or NameEqualsSyntax))
            .Select(name => name.Identifier.Text)];
        string relative = Path.GetRelativePath(RepositoryFiles.PathOf("src", "HmacKit"), path);
        string folder = Path.GetDirectoryName(relative) ?? "";

        // The catalogue alone is so large that it has shelves: Catalog/Webhooks, Catalog/Apis and so on are one folder to the others.
        return new SourceFile(RepositoryFiles.Relative(path), folder.StartsWith("Catalog/", StringComparison.Ordinal) ? "Catalog" : folder, declared, used);
    }

    internal sealed record SourceFile(string Path, string Folder, HashSet<string> Declared, HashSet<string> Used);
}
