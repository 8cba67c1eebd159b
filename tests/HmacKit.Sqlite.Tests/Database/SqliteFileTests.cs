namespace HmacKit.Sqlite.Tests.Database;

public sealed class SqliteFileTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void It_is_made_once_by_any_number_of_threads_and_opened_again()
    {
        Parallel.For(0, 8, _ => new SqliteReplayStore(_file.Path).Dispose());
        new SqliteReplayStore(_file.Path).Dispose();
        Assert.Equal((long)SqliteFile.Version, _file.Run("PRAGMA user_version"));
        Assert.Equal("wal", _file.Run("PRAGMA journal_mode"));
        Assert.Equal(1L, _file.Run("SELECT count(*) FROM state"));
    }

    [Fact]
    public void Every_connection_waits_for_the_disk()
    {
        using var connection = new SqliteFile(_file.Path, new SqliteOptions()).Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous";
        Assert.Equal(2L, command.ExecuteScalar());
        command.CommandText = "PRAGMA busy_timeout";
        Assert.Equal(2000L, command.ExecuteScalar());
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        new SqliteReplayStore(_file.Path).Dispose();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.Path));
        }
    }

    [Fact]
    public void A_file_of_another_program_is_refused()
    {
        _file.Run("CREATE TABLE theirs (x)");
        Assert.Equal($"The file '{_file.Path}' belongs to another program. Name a file that is HmacKit's own.", Refusal());
        Assert.Equal(1L, _file.Run("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(_file.Path, new string('x', 4096));
        Assert.Contains($"The file '{_file.Path}' can't be used", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_is_left_alone_and_named()
    {
        new SqliteReplayStore(_file.Path).Dispose();
        _file.Run("PRAGMA user_version = 1000");
        Assert.Equal($"The file '{_file.Path}' is of version 1000, and this package works with version {SqliteFile.Version}. Update HmacKit.Sqlite, or name another file.", Refusal());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string path = Path.Combine(Path.GetDirectoryName(_file.Path)!, "nowhere", "hmackit.db");
        var refused = Assert.Throws<InvalidOperationException>(() => new SqliteReplayStore(path));
        Assert.Contains($"The file '{path}' can't be made", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":memory:")]
    [InlineData("file::memory:?cache=shared")]
    public void What_is_no_file_is_refused(string path) => Assert.ThrowsAny<ArgumentException>(() => new SqliteReplayStore(path));

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(61)]
    public void A_time_that_makes_no_sense_is_refused_with_its_name(double seconds)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new SqliteReplayStore(_file.Path, new() { BusyTimeout = TimeSpan.FromSeconds(seconds) }));
        Assert.StartsWith("BusyTimeout is a whole number of seconds from 1 to 60", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), new SqliteOptions().BusyTimeout);
        Assert.Same(TimeProvider.System, new SqliteOptions().TimeProvider);
    }

    private string Refusal() => Assert.Throws<InvalidOperationException>(() => new SqliteReplayStore(_file.Path)).Message;
}
