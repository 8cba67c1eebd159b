using System.Runtime.CompilerServices;

namespace HmacKit.TestFixtures;

/// <summary>The repository that these tests were built from.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>All files of the given endings that belong to the repository, in ordinal order; nothing that a build made.</summary>
    public static IEnumerable<string> Find(string folder, params string[] extensions) =>
        !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder)
                .Where(file => extensions.Length == 0 || extensions.Contains(Path.GetExtension(file)))
                .Concat(Directory.EnumerateDirectories(folder)
                    .Where(child => Path.GetFileName(child) is not ("bin" or "obj" or "artifacts" or ".git" or "node_modules" or "TestResults"))
                    .SelectMany(child => Find(child, extensions)))
                .Order(StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot([CallerFilePath] string source = "")
    {
        // The output folder is usually within the repository; where it isn't, the source's path helps.
        foreach (string start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(source)!, Environment.CurrentDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "HmacKit.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests has a HmacKit.sln.");
    }
}
