namespace HmacKit.Cli.Tests.Commands;

public class AuditCommandTests
{
    [Fact]
    public async Task An_intact_trail_is_said_to_be_one_with_what_to_write_down()
    {
        string[] lines = await LinesAsync();
        CommandRun run = CommandRun.With(string.Join('\n', lines) + "\n", "audit", "verify");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("intact: 5 line(s), 1 to 5. Write this down elsewhere: 5:", run.Output, StringComparison.Ordinal);
        string last = run.Output.Trim().Split(' ')[^1];
        Assert.Equal(0, CommandRun.With(string.Join('\n', lines), "audit", "verify", "--last", last).ExitCode);
        CommandRun cut = CommandRun.With(string.Join('\n', lines[..4]), "audit", "verify", "--last", last);
        Assert.Equal(1, cut.ExitCode);
        Assert.Contains("isn't there", cut.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_was_changed_or_taken_out_is_named()
    {
        string[] lines = await LinesAsync();
        CommandRun changed = CommandRun.With(string.Join('\n', lines).Replace("GET /2", "GET /9", StringComparison.Ordinal), "audit", "verify");
        Assert.Equal((1, "not intact: line 3 was changed, or another key was used. 2 line(s) before that are.\n"), (changed.ExitCode, changed.Output));
        CommandRun shorter = CommandRun.With(string.Join('\n', lines.Where((_, i) => i != 2)), "audit", "verify");
        Assert.Equal(1, shorter.ExitCode);
        Assert.Contains("line 4 follows line 2", shorter.Output, StringComparison.Ordinal);
        Assert.Equal(1, CommandRun.With("nonsense\n", "audit", "verify").ExitCode);
        Assert.Equal("no lines\n", CommandRun.With("", "audit", "verify").Output);
    }

    [Fact]
    public async Task A_trail_with_a_key_needs_it()
    {
        string folder = Directory.CreateTempSubdirectory("hmackit-cli-").FullName;
        try
        {
            byte[] key = new byte[32];
            string keyFile = Path.Combine(folder, "key");
            await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(key));
            string trail = Path.Combine(folder, "trail");
            await File.WriteAllLinesAsync(trail, await LinesAsync(key));
            Assert.Equal(0, CommandRun.Of("audit", "verify", trail, "--key-file", keyFile).ExitCode);
            Assert.Equal(1, CommandRun.Of("audit", "verify", trail).ExitCode);
            CommandRun.Of("audit", "verify", trail, "--key-file", trail).AssertWrongUse();
            CommandRun.Of("audit", "verify", Path.Combine(folder, "nothing")).AssertWrongUse();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string[]> LinesAsync(byte[]? key = null)
    {
        var store = new MemoryAuditStore();
        await using (var trail = new AuditTrail(store, new() { Key = key }))
        {
            for (int i = 0; i < 5; i++)
            {
                trail.TryWrite(new AuditEntry { Action = "request", Outcome = "valid", Target = $"GET /{i}" });
            }
        }

        var lines = new List<string>();
        await foreach (string line in store.ReadAsync())
        {
            lines.Add(line);
        }

        return [.. lines];
    }
}
