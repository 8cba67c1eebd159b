namespace HmacKit.Inspection.Tests.History;

public sealed class HistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-history-");

    private string File => Path.Combine(_folder.FullName, "a.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_kept_is_there_after_a_restart()
    {
        using (var history = new InspectionHistory(File))
        {
            history.Add(Example("/a", [1, 2, 3], "valid"));
        }

        using var again = new InspectionHistory(File);
        Exchange kept = again.Find(Assert.Single(again.List(default(HistoryFilter) with { Text = "" })))!;
        Assert.Equal(("/a", "valid"), (kept.Target, kept.Finding.Status));
        Assert.Equal([1, 2, 3], kept.Body);
        Assert.Equal(2, again.Add(Example("/b", [], "valid")).Id);
    }

    [Fact]
    public void The_oldest_make_room_by_number_and_by_size()
    {
        using var byNumber = new InspectionHistory(File, maxExchanges: 100);
        for (int i = 0; i < 250; i++)
        {
            byNumber.Add(Example($"/{i}", [], "valid"));
        }

        long[] ids = byNumber.List(new HistoryFilter("", IsRefused: false));
        Assert.InRange(ids.Length, 90, 100);
        Assert.Equal(250, ids[0]);
        Assert.Null(byNumber.Find(1));
        Assert.Equal([250], byNumber.Read([1, 250]).Select(summary => summary.Id));

        using var bySize = new InspectionHistory(Path.Combine(_folder.FullName, "b.db"), maxBytes: 100_000);
        for (int i = 0; i < 50; i++)
        {
            bySize.Add(Example("/", new byte[10_000], "valid"));
        }

        Assert.InRange(bySize.List(new HistoryFilter("", IsRefused: false)).Length, 8, 10);
        Assert.NotNull(bySize.Find(bySize.Add(Example("/", new byte[200_000], "valid")).Id));
    }

    [Fact]
    public void It_is_filtered_by_text_and_by_refusal()
    {
        using var history = new InspectionHistory(File);
        history.Add(Example("/orders", [], "valid"));
        history.Add(Example("/hooks?A=%25'\"", [], "signature_mismatch"));
        Assert.Equal([2], history.List(new HistoryFilter("", IsRefused: true)));
        Assert.Equal([1], history.List(new HistoryFilter("ORDERS", IsRefused: false)));
        Assert.Equal([2], history.List(new HistoryFilter("%25'\"", IsRefused: false)));
        Assert.Equal([2], history.List(new HistoryFilter("mismatch", IsRefused: false)));
        Assert.Empty(history.List(new HistoryFilter("' OR 1=1 --", IsRefused: false)));
        history.Clear();
        Assert.Empty(history.List(new HistoryFilter("", IsRefused: false)));
    }

    [Fact]
    public void The_file_is_its_owners_alone()
    {
        using (new InspectionHistory(File))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
            }
        }
    }

    [Fact]
    public void A_temporary_one_has_no_name_that_a_killed_process_could_leave()
    {
        using var temporary = new InspectionHistory(null);
        for (int i = 0; i < 8; i++)
        {
            temporary.Add(Example("/a", new byte[1024 * 1024], "valid"));
        }

        Assert.Equal(8, temporary.List(new HistoryFilter("", IsRefused: false)).Length);
        Assert.Equal("", temporary.Path);
        if (OperatingSystem.IsLinux())
        {
            // What doesn't fit SQLite's memory is in a file that is open, and has no name any longer.
            string[] open = [.. Directory.GetFiles("/proc/self/fd").Select(static file => new FileInfo(file).LinkTarget ?? "").Where(static name => name.Contains("etilqs_", StringComparison.Ordinal))];
            Assert.NotEmpty(open);
            Assert.All(open, static name => Assert.EndsWith(" (deleted)", name, StringComparison.Ordinal));
        }

        temporary.Clear();
        Assert.Empty(temporary.List(new HistoryFilter("", IsRefused: false)));
    }

    [Fact]
    public void A_file_of_another_program_or_no_place_at_all_is_refused_in_words()
    {
        System.IO.File.WriteAllText(File, "this is a text, and no database at all, however long it may be");
        Assert.Contains("can't be kept", Assert.Throws<InvalidOperationException>(() => new InspectionHistory(File)).Message, StringComparison.Ordinal);
        Assert.Contains("can't be kept", Assert.Throws<InvalidOperationException>(() => new InspectionHistory("/nowhere/at/all/a.db")).Message, StringComparison.Ordinal);
        string other = Path.Combine(_folder.FullName, "other.db");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={other};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE mine (id INTEGER)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("another program", Assert.Throws<InvalidOperationException>(() => new InspectionHistory(other)).Message, StringComparison.Ordinal);
    }

    private static Exchange Example(string target, byte[] body, string status) => new()
    {
        Time = DateTimeOffset.UnixEpoch,
        Method = "POST",
        Target = target,
        Headers = [],
        Body = body,
        Finding = new Finding { Scheme = "stripe", Status = status, IsValid = status == "valid" },
        Answer = new Answer { Status = 200 },
    };
}
