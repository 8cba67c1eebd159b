using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests.Batch;

public class FaultyLineTests
{
    private const string Good =
        """{"id":7,"scheme":"body","secret":"k","method":"POST","target":"/","headers":{"X-Signature":"00"},"bodyBase64":"","now":0}""";

    private static readonly string[] Command = ["verify", "--batch", "-"];

    public static TheoryData<string, string, string> Faults => new()
    {
        { "nonsense", "null", "not valid JSON" },
        { "[1,2]", "null", "not a JSON object" },
        { "42", "null", "not a JSON object" },
        { "null", "null", "not a JSON object" },
        { "{}", "null", "'scheme' is missing" },
        { Good + "x", "7", "not valid JSON" },
        { Good + Good, "7", "not valid JSON" },
        { Good[..60], "7", "not valid JSON" },
        { Good.Replace("\"body\"", "\"nosuch\"", StringComparison.Ordinal), "7", "there is no scheme 'nosuch'" },
        { Good.Replace("\"scheme\":\"body\",", "", StringComparison.Ordinal), "7", "'scheme' is missing" },
        { Good.Replace("\"secret\":\"k\",", "", StringComparison.Ordinal), "7", "'secret' is missing" },
        { Good.Replace("\"method\":\"POST\",", "", StringComparison.Ordinal), "7", "'method' is missing" },
        { Good.Replace("\"target\":\"/\",", "\"target\":null,", StringComparison.Ordinal), "7", "'target' is missing" },
        { Good.Replace("\"headers\":{\"X-Signature\":\"00\"},", "", StringComparison.Ordinal), "7", "'headers' is missing" },
        { Good.Replace(",\"now\":0", "", StringComparison.Ordinal), "7", "'now' is missing" },
        { Good.Replace("\"scheme\":\"body\"", "\"scheme\":\"square\"", StringComparison.Ordinal), "7", "'params' has no 'notificationUrl', which the scheme 'square' needs" },
        { Good.Replace("\"scheme\":\"body\"", "\"scheme\":\"htx-v2\"", StringComparison.Ordinal), "7", "give an absolute 'url' in place of 'target'" },
        { Good.Replace("\"target\":\"/\"", "\"url\":\"/\"", StringComparison.Ordinal), "7", "'url' is an absolute http or https URL" },
        { Good.Replace("\"target\":\"/\"", "\"url\":\"https://\"", StringComparison.Ordinal), "7", "'url' is an absolute http or https URL" },
        { Good.Replace("\"now\":0", "\"now\":0,\"params\":[]", StringComparison.Ordinal), "7", "'params' isn't an object" },
        { Good.Replace("\"now\":0", "\"now\":0,\"params\":{\"a\":\"1\",\"a\":\"2\"}", StringComparison.Ordinal), "7", "the parameter 'a' is there more than once" },
        { Good.Replace("\"now\":0", "\"now\":0,\"params\":{\"\\ud800\":\"1\"}", StringComparison.Ordinal), "7", "surrogate" },
        { Good.Replace("\"now\":0", "\"now\":0,\"request\":{\"method\":\"GET\"}", StringComparison.Ordinal), "7", "'method' is there more than once" },
        { Good.Replace("\"now\":0", "\"now\":1.5", StringComparison.Ordinal), "7", "'now' isn't" },
        { Good.Replace("\"now\":0", "\"now\":\"0\"", StringComparison.Ordinal), "7", "'now' isn't" },
        { Good.Replace("\"now\":0", "\"now\":9e99", StringComparison.Ordinal), "7", "'now' isn't" },
        { Good.Replace("\"now\":0", "\"now\":9223372036854775807", StringComparison.Ordinal), "7", "'now' isn't" },
        { Good.Replace("\"now\":0", "\"now\":-9223372036854775808", StringComparison.Ordinal), "7", "'now' isn't" },
        { Good.Replace("\"bodyBase64\":\"\"", "\"bodyBase64\":\"a\"", StringComparison.Ordinal), "7", "'bodyBase64' isn't base64" },
        { Good.Replace("\"bodyBase64\":\"\"", "\"bodyBase64\":\"_-==\"", StringComparison.Ordinal), "7", "'bodyBase64' isn't base64" },
        { Good.Replace("\"bodyBase64\":\"\"", "\"bodyBase64\":\"\\ud800\"", StringComparison.Ordinal), "7", "'bodyBase64' isn't base64" },
        { Good.Replace("\"bodyBase64\":\"\"", "\"bodyBase64\":{}", StringComparison.Ordinal), "7", "'bodyBase64' isn't base64" },
        { Good.Replace("\"secret\":\"k\"", "\"secret\":\"\"", StringComparison.Ordinal), "7", "secret is empty" },
        { Good.Replace("\"secret\":\"k\"", "\"secret\":\"\\ud800\"", StringComparison.Ordinal), "7", "surrogate" },
        { Good.Replace("\"secret\":\"k\"", "\"secret\":[\"k\"]", StringComparison.Ordinal), "7", "'secret' isn't a string" },
        { Good.Replace("\"X-Signature\":\"00\"", "\"\\udfff\":\"00\"", StringComparison.Ordinal), "7", "surrogate" },
        { Good.Replace("\"X-Signature\":\"00\"", "\"X-Signature\":\"\\udfff\"", StringComparison.Ordinal), "7", "surrogate" },
        { Good.Replace("\"X-Signature\":\"00\"", "\"X-Signature\":{\"a\":[1]}", StringComparison.Ordinal), "7", "isn't a string" },
        { Good.Replace("\"X-Signature\":\"00\"", "\"X-Signature\":[[],1]", StringComparison.Ordinal), "7", "isn't a string" },
        { Good.Replace("{\"X-Signature\":\"00\"}", "[\"X-Signature\"]", StringComparison.Ordinal), "7", "'headers' isn't an object" },
        { Good.Replace("\"id\":7", "\"id\":true", StringComparison.Ordinal), "null", "'id' is neither" },
        { Good.Replace("\"id\":7", "\"id\":{\"id\":7}", StringComparison.Ordinal), "null", "'id' is neither" },
        { Good.Replace("\"id\":7", "\"id\":7,\"secret\":\"x\"", StringComparison.Ordinal), "7", "'secret' is there more than once" },
        { Good.Replace("\"id\":7,", "", StringComparison.Ordinal).Replace("\"now\":0", "\"now\":\"\",\"id\":7", StringComparison.Ordinal), "7", "'now' isn't" },
        { Good.Replace("\"now\":0", "\"now\":0,\"x\":" + new string('[', 5000) + new string(']', 5000), StringComparison.Ordinal), "7", "not valid JSON" },
        { new string('[', 100_000), "null", "not a JSON object" },
        { "{\"id\":7,\"now\":" + new string('9', 100_000) + "}", "7", "'now' isn't" },
        { Good.Replace("\"id\":7", "\"\\ud800\":1,\"id\":7", StringComparison.Ordinal), "7", "surrogate" },
        { "\0", "null", "not valid JSON" },
        { Good.Replace("\"k\"", "\"\0\"", StringComparison.Ordinal), "7", "not valid JSON" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_faulty_line_gives_its_id_and_an_error_and_the_rest_still_runs(string line, string id, string reason)
    {
        CommandRun run = CommandRun.With($"{line}\n{Good}\n", Command).AssertDone();
        Assert.Equal(2, run.Lines.Length);
        JsonObject answer = RequestVectors.Parse(run.Lines[0]);
        Assert.Equal(id, answer["id"]?.ToJsonString() ?? "null");
        Assert.StartsWith("line 1: ", answer.Text("error"), StringComparison.Ordinal);
        Assert.Contains(reason, answer.Text("error"), StringComparison.Ordinal);
        Assert.Equal("""{"id":7,"status":"malformed_header"}""", run.Lines[1]);
    }

    [Theory]
    [InlineData("k", "7")]
    [InlineData("POST", "7")]
    [InlineData("X-Sig", "7")]
    [InlineData("bodyB", "7")]
    [InlineData("7,", "null")]
    public void Bytes_that_are_not_UTF_8_are_an_error(string before, string id)
    {
        int at = Good.IndexOf(before, StringComparison.Ordinal);
        byte[] line = [.. Encoding.UTF8.GetBytes(Good[..at]), 0xFF, .. Encoding.UTF8.GetBytes(Good[at..] + "\n" + Good)];
        CommandRun run = CommandRun.With(line, Command).AssertDone();
        Assert.Equal($"{{\"id\":{id},\"error\":\"line 1: not valid UTF-8\"}}", run.Lines[0]);
        Assert.Equal(2, run.Lines.Length);
    }

    [Fact]
    public void An_id_that_is_not_UTF_8_is_not_given_back()
    {
        byte[] line = [.. "{\"id\":\"a"u8, 0xFF, .. "\"}"u8];
        Assert.Equal("{\"id\":null,\"error\":\"line 1: not valid UTF-8\"}\n", CommandRun.With(line, Command).AssertDone().Output);
    }

    [Fact]
    public void An_error_never_shows_the_secret()
    {
        string line = Good.Replace("\"body\"", "\"svix\"", StringComparison.Ordinal).Replace("\"k\"", "\"whsec_SECRET!\"", StringComparison.Ordinal);
        CommandRun run = CommandRun.With(line, Command).AssertDone();
        Assert.Contains("\"error\"", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("sign")]
    public void Whatever_is_done_to_a_line_it_gets_one_answer(string command)
    {
        var random = new Random(20260102);
        var input = new MemoryStream();
        int count = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] line = Mutate(Encoding.UTF8.GetBytes(RequestVectors.Lines[random.Next(RequestVectors.Lines.Length)]), random);
            if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                input.Write(line);
                input.WriteByte((byte)'\n');
                count++;
            }
        }

        CommandRun run = CommandRun.With(input.ToArray(), command, "--batch", "-").AssertDone();
        Assert.Equal(count, run.Lines.Length);
        foreach (string line in run.Lines)
        {
            using JsonDocument answer = JsonDocument.Parse(line);
            string[] names = [.. answer.RootElement.EnumerateObject().Select(property => property.Name)];
            Assert.Equal("id", names[0]);
            Assert.Contains(names[1], new[] { "status", "method", "error" });
            Assert.Equal(names[1] == "method" ? 5 : 2, names.Length);
            Assert.DoesNotContain(": unexpected ", line, StringComparison.Ordinal);
        }
    }

    private static byte[] Mutate(byte[] line, Random random)
    {
        List<byte> bytes = [.. line];
        for (int n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, "\\ud800\0\"{[,:1e999]}"u8[..random.Next(18)].ToArray());
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(0, Math.Min(random.Next(40), bytes.Count)));
                    break;
            }
        }

        bytes.RemoveAll(b => b == '\n');
        return [.. bytes];
    }
}
