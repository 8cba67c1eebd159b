namespace HmacKit.Cli.Tests.Processes;

/// <summary>Runs scripts in which <c>hmackit</c> is the built tool.</summary>
internal static class Tool
{
    private const string Function = "hmackit() { dotnet \"$HMACKIT_DLL\" \"$@\"; }\n";

    public static readonly Dictionary<string, string> Variables = new()
    {
        ["HMACKIT_DLL"] = Path.Combine(AppContext.BaseDirectory, "HmacKit.Cli.dll"),
        ["DOTNET_NOLOGO"] = "1",
    };

    public static ProgramRun TryRun(string script, string? directory = null) =>
        Bash.TryRun(Function + script, directory, variables: Variables);
}
