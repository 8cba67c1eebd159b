using System.Text;
using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests.Batch;

public class VerifyBatchTests
{
    // Independent: the example of GitHub's own documentation.
    private const string GitHub =
        """{"id":"g","scheme":"github","keyId":"","secret":"It's a Secret to Everybody","method":"POST","target":"/","headers":{"X-Hub-Signature-256":"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"},"bodyBase64":"SGVsbG8sIFdvcmxkIQ==","now":1766000000000}""";

    private static readonly string[] Command = ["verify", "--batch", "-"];

    [Fact]
    public void Every_request_that_others_signed_gets_the_status_that_its_vector_expects()
    {
        CommandRun run = CommandRun.With(RequestVectors.AllLines, Command).AssertDone();

        Assert.Equal(RequestVectors.Lines.Length, run.Lines.Length);
        Assert.True(run.Lines.Length >= 350);
        for (int i = 0; i < run.Lines.Length; i++)
        {
            JsonObject vector = RequestVectors.Parse(RequestVectors.Lines[i]);
            JsonObject answer = RequestVectors.Parse(run.Lines[i]);
            Assert.Equal(vector.Text("id"), answer.Text("id"));
            Assert.True(RequestVectors.IsAsExpected(vector.Text("expect"), answer.Text("status")), $"{vector.Text("id")}: {answer.Text("status")}");
        }
    }

    [Fact]
    public void The_answer_is_id_and_status_on_a_line_of_their_own()
    {
        Assert.Equal("{\"id\":\"g\",\"status\":\"valid\"}\n", CommandRun.With(GitHub, Command).AssertDone().Output);
    }

    [Fact]
    public void A_file_is_read_like_standard_input()
    {
        using var file = new TemporaryFile(GitHub + "\r\n");
        Assert.Equal("{\"id\":\"g\",\"status\":\"valid\"}\n", CommandRun.Of("verify", "--batch", file.Path).AssertDone().Output);
    }

    [Theory]
    [InlineData("\"g\"", "17", "17")]
    [InlineData("\"g\"", "1.50e+2", "1.50e+2")]
    [InlineData("\"g\"", "123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("\"g\"", "\"\\u00e9 \\\"x\\\" \\ud83d\"", "\"\\u00e9 \\\"x\\\" \\ud83d\"")]
    [InlineData("\"g\"", "\"é\"", "\"é\"")]
    [InlineData("\"g\"", "null", "null")]
    [InlineData("\"id\":\"g\",", "", "null")]
    public void An_id_comes_back_to_the_letter(string old, string replacement, string expected)
    {
        string line = GitHub.Replace(old, replacement, StringComparison.Ordinal);
        Assert.Equal($"{{\"id\":{expected},\"status\":\"valid\"}}\n", CommandRun.With(line, Command).AssertDone().Output);
    }

    [Theory]
    [InlineData("\"X-Hub-Signature-256\":\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\"", "", "missing_header")]
    [InlineData("\"X-Hub", "\"x-hub-signature-256\":\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\",\"X-Hub", "malformed_header")]
    [InlineData("\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\"", "[\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\",\"x\"]", "malformed_header")]
    [InlineData("\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\"", "[\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\"]", "valid")]
    [InlineData("\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\"", "[]", "missing_header")]
    [InlineData("\"keyId\":\"\"", "\"keyId\":\"another\"", "valid")]
    [InlineData("\"keyId\":\"\",", "", "valid")]
    [InlineData("\"bodyBase64\":\"SGVsbG8sIFdvcmxkIQ==\",", "", "signature_mismatch")]
    [InlineData("\"id\":", "\"more\":{\"a\":[1,{\"id\":2}]},\"id\":", "valid")]
    public void Repeated_absent_and_unknown_fields_mean_what_they_say(string old, string replacement, string status)
    {
        string line = GitHub.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(GitHub, line);
        Assert.Equal($"{{\"id\":\"g\",\"status\":\"{status}\"}}\n", CommandRun.With(line, Command).AssertDone().Output);
    }

    [Fact]
    public void A_body_over_the_limit_is_refused_but_only_once_its_headers_are_in_order()
    {
        string large = GitHub.Replace("SGVsbG8sIFdvcmxkIQ==", Convert.ToBase64String(new byte[1024 * 1024 + 1]), StringComparison.Ordinal);
        string unsigned = large.Replace("X-Hub-Signature-256", "X-Other", StringComparison.Ordinal);

        CommandRun run = CommandRun.With($"{large}\n{unsigned}", Command).AssertDone();
        Assert.Equal(["{\"id\":\"g\",\"status\":\"body_too_large\"}", "{\"id\":\"g\",\"status\":\"missing_header\"}"], run.Lines);

        run = CommandRun.With(large, [.. Command, "--max-body", "1048577"]).AssertDone();
        Assert.Equal("{\"id\":\"g\",\"status\":\"signature_mismatch\"}\n", run.Output);
    }

    [Fact]
    public void A_key_id_that_is_not_the_requests_is_unknown()
    {
        JsonObject vector = RequestVectors.Parse(RequestVectors.Lines.First(line =>
            line.Contains("\"theone\"", StringComparison.Ordinal) && line.Contains("\"expect\": \"valid\"", StringComparison.Ordinal)));
        vector["id"] = 1;
        vector["keyId"] = "ключ";

        Assert.Equal("{\"id\":1,\"status\":\"unknown_key\"}\n", CommandRun.With(vector.ToJsonString(), Command).AssertDone().Output);
    }

    [Fact]
    public void Blank_lines_and_a_byte_order_mark_are_passed_over()
    {
        CommandRun run = CommandRun.With($"\uFEFF{GitHub}\n\n  \t \r\n{GitHub}\r\n\n", Command).AssertDone();
        Assert.Equal(2, run.Lines.Length);
        Assert.All(run.Lines, line => Assert.Equal("{\"id\":\"g\",\"status\":\"valid\"}", line));
    }

    [Fact]
    public void An_empty_file_is_answered_with_nothing()
    {
        Assert.Equal("", CommandRun.With("", Command).AssertDone().Output);
    }

    [Fact]
    public void A_replay_is_not_noticed_because_each_line_stands_alone()
    {
        string line = RequestVectors.Lines.First(line =>
            line.Contains("\"onering\"", StringComparison.Ordinal) && line.Contains("\"expect\": \"valid\"", StringComparison.Ordinal));

        CommandRun run = CommandRun.With($"{line}\n{line}", Command).AssertDone();
        Assert.All(run.Lines, answer => Assert.EndsWith("\"valid\"}", answer, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_secret_that_is_not_empty_is_taken()
    {
        // python3: hmac.new(b' ', b'', 'sha256').hexdigest()
        const string blank = """{"id":1,"scheme":"body","secret":" ","method":"POST","target":"/","headers":{"X-Signature":"7ff2d145855d701733499c9212d4fa10d70e0dfd4c24c3ba68f2e7c031253e44"},"now":0}""";
        Assert.Equal("{\"id\":1,\"status\":\"valid\"}\n", CommandRun.With(blank, Command).AssertDone().Output);
        Assert.Contains("\"error\"", CommandRun.With(blank.Replace("\" \"", "\"\"", StringComparison.Ordinal), Command).AssertDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_come_before_the_next_line_is_waited_for()
    {
        using var output = new MemoryStream();
        long outputAtEnd = -1;
        using var input = new TwoPartStream(Encoding.UTF8.GetBytes(GitHub + "\n"), () => outputAtEnd = output.Length);
        var terminal = new Terminal(input, output, TextWriter.Null, TimeProvider.System, _ => null);

        Assert.Equal(0, await HmacKitCommand.RunAsync(Command, terminal));
        Assert.Equal("{\"id\":\"g\",\"status\":\"valid\"}\n".Length, outputAtEnd);
    }

    private sealed class TwoPartStream(byte[] first, Action beforeEnd) : MemoryStream(first)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            if (read == 0)
            {
                beforeEnd();
            }

            return read;
        }
    }
}
