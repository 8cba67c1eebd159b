namespace Providers.Store;

/// <summary>A file that its owner alone may read.</summary>
internal static class OwnersFile
{
    /// <summary>Makes the empty file of a database, which SQLite would make readable for all; what it puts beside it has the same mode. A file that is there keeps its own.</summary>
    public static void Create(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        }
    }
}
