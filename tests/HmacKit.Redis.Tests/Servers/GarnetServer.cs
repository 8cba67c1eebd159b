using System.Globalization;

namespace HmacKit.Redis.Tests.Servers;

/// <summary>Microsoft's Garnet, which speaks Redis' protocol: <c>test.sh</c> installs it as a .NET tool.</summary>
internal static class GarnetServer
{
    public const string Program = "garnet-server";

    /// <summary>Starts a server with scripts.</summary>
    /// <param name="settings">More of its options.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings) =>
        new(await ServerProgram.StartAsync(Program, (port, _) =>
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--memory", "64m", "--index", "8m", "--lua", .. settings]));
}
