using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HmacKit.WebBenchmarks;

/// <summary>The load generator (https://github.com/wg/wrk): 32 connections of one thread, all with the same signed request.</summary>
internal static partial class Wrk
{
    private const int Connections = 32;

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(static folder => File.Exists(Path.Combine(folder, "wrk")));

    /// <summary>Loads a server for so long; returns how many requests were answered, and how long that took.</summary>
    /// <exception cref="InvalidOperationException">A request wasn't answered with 200.</exception>
    public static async Task<(long Requests, TimeSpan Time)> RunAsync(Uri address, int seconds, int? cpu)
    {
        string script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(SignedRequest.Sign()));
            string[] command = ["wrk", "-t1", $"-c{Connections}", $"-d{seconds}s", "-s", script, new Uri(address, SignedRequest.Path).AbsoluteUri];
            if (cpu is { } number)
            {
                command = ["taskset", "-c", number.ToString(CultureInfo.InvariantCulture), .. command];
            }

            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Match result = ResultLine.Match(output);
            return result.Success && result.Groups["errors"].Value == "0"
                ? (Number(result, "requests"), TimeSpan.FromMicroseconds(Number(result, "time")))
                : throw new InvalidOperationException($"The load on {address} failed:\n{output}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static long Number(Match result, string group) => long.Parse(result.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static string Script(SignedHeaders headers)
    {
        var script = new StringBuilder();
        script.AppendLine("wrk.method = 'POST'");
        script.AppendLine(CultureInfo.InvariantCulture, $"wrk.body = '{SignedRequest.Body}'");
        script.AppendLine("wrk.headers['Content-Type'] = 'application/json'");
        foreach ((string name, string value) in headers)
        {
            script.AppendLine(CultureInfo.InvariantCulture, $"wrk.headers['{name}'] = '{value}'");
        }

        // wrk counts as an error of status what is 400 or more.
        script.AppendLine("function done(summary, latency, requests)");
        script.AppendLine("  local e = summary.errors");
        script.AppendLine("  io.write(string.format('RESULT %d %d %d\\n', summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))");
        script.AppendLine("end");
        return script.ToString();
    }

    [GeneratedRegex(@"^RESULT (?<requests>\d+) (?<time>\d+) (?<errors>\d+)$", RegexOptions.Multiline)]
    private static partial Regex ResultLine { get; }
}
