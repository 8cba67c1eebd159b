using System.Runtime.CompilerServices;

namespace HmacKit.Http.Tests.Fixtures;

/// <summary>The repository that these tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find([CallerFilePath] string source = "")
    {
        // The output folder is usually within the repository; where it isn't, the source's path helps.
        foreach (string start in new[] { AppContext.BaseDirectory, System.IO.Path.GetDirectoryName(source)! })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "HmacKit.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests has a HmacKit.sln.");
    }
}
