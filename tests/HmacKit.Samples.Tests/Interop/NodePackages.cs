namespace HmacKit.Samples.Tests.Interop;

/// <summary>What a lock file of <c>tests/interop</c> names.</summary>
internal static class NodePackages
{
    private static readonly Lock Npm = new();

    /// <summary>Installs them unless they are there already; no package's own script is run.</summary>
    public static bool AreInstalled(string folder)
    {
        lock (Npm)
        {
            return File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))
                || (ProgramRun.IsInstalled("npm")
                    && ProgramRun.StartAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder: folder).GetAwaiter().GetResult().ExitCode == 0);
        }
    }
}
