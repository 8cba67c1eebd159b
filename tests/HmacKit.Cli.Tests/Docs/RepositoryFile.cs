namespace HmacKit.Cli.Tests.Docs;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class RepositoryFile
{
    public static string PathOf(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HmacKit.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, name);
    }
}
