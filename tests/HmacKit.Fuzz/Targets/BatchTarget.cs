using System.Text;
using HmacKit.Cli;

namespace HmacKit.Fuzz;

/// <summary>Lines of a batch, by the commands that read them: each line has one answer, and none of them is a fault of ours.</summary>
internal static class BatchTarget
{
    private static readonly string[] Texts =
    [
        "{\"id\":1,\"scheme\":\"github\",\"secret\":\"0123456789abcdef\",\"method\":\"POST\",\"target\":\"/\",\"headers\":{\"X-Hub-Signature-256\":\"sha256=00\"},\"bodyBase64\":\"e30=\",\"now\":1765972800000}",
        "{\"id\":\"a\",\"scheme\":\"onering\",\"keyId\":\"k\",\"secret\":\"0123456789abcdef0123456789abcdef\",\"request\":{\"method\":\"GET\",\"target\":\"/a?b\",\"headers\":{\"A\":[\"1\",\"2\"]}},\"timestamp\":1765972800,\"nonce\":\"n\"}",
        "{\"scheme\":\"square\",\"secret\":\"0123456789abcdef\",\"params\":{\"notification-url\":\"https://x\"},\"url\":\"https://api.example.com/x\"}\n[]\n{\"id\":null}", "\uFEFF{\"scheme\":\"nope\"}",
    ];

    public static FuzzTarget Create() => new("batch", Texts.Select(Encoding.UTF8.GetBytes), Run);

    private static void Run(byte[] input)
    {
        foreach (string command in (string[])["verify", "sign"])
        {
            using var output = new MemoryStream();
            using var error = new StringWriter();
            var terminal = new Terminal(new MemoryStream(input), output, error, new ManualTimeProvider(FuzzScheme.Now), static _ => null);
            int exitCode = HmacKitCommand.RunAsync([command, "--batch", "-"], terminal).GetAwaiter().GetResult();
            string answers = Encoding.UTF8.GetString(output.ToArray());
            FuzzTarget.Must(exitCode == ExitCode.Done, $"a batch is done: {error}");
            FuzzTarget.Must(!answers.Contains("unexpected ", StringComparison.Ordinal) || Encoding.UTF8.GetString(input).Contains("unexpected", StringComparison.Ordinal), $"no fault of ours: {answers}");
            int lines = Encoding.Latin1.GetString(input).Split('\n').Count(static line => line.Trim(' ', '\t', '\r').Length > 0);
            FuzzTarget.Must(answers.Count(static c => c == '\n') <= lines, "no line has two answers");
        }
    }
}
