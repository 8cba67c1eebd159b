using System.Globalization;
using System.Text.Json;
using HmacKit.Samples.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The trail of who did what: what it says, who may read it, and what is left of it when the host is killed.</summary>
public sealed class ActivityTests : IDisposable
{
    private const int Settled = 200;
    private const string User = "uuid-of-user";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-activity-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_application_reads_what_it_did_and_nothing_of_others()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(
            ("HmacKit:osaycore:Keys:other:Secret", "the secret of another app"), ("OsayCore:Apps:other:Id", "uuid-of-another-app"), ("HmacKit:osaycore:Keys:other:Owner", "uuid-of-another-app"));
        string token = await app.OsayCoreTokenAsync(User);
        string transaction = (await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":1,"description":"a private matter"}""", token))["transaction_id"]!;
        await app.OsayCoreAsync("POST", "/api/action/deduct-credits", """{"amount":1000}""", token);
        await app.OsayCoreAsync("POST", "/api/auth/sign-out", token: token);
        await app.SignedAsync(SchemeCatalog.OsayCore, "other", "the secret of another app", "POST", "/api/auth/generate-user-jwt", $$"""{"user_id":"{{User}}"}""");

        Answer activity = await UntilAsync(() => app.OsayCoreAsync("GET", "/api/activity"), static answer => answer.Text.Contains("user.sign_out", StringComparison.Ordinal));
        Assert.Equal(
            ["user.token issued", "credits.deduct done", "credits.deduct insufficient", "user.sign_out done"],
            Entries(activity).Where(static entry => entry.Action != "request").Select(static entry => $"{entry.Action} {entry.Outcome}"));
        Assert.Contains(Entries(activity), entry => entry.Target == $"{User} {transaction}");
        Assert.Contains(Entries(activity), static entry => entry is { Action: "request", Outcome: "valid", Target: "POST /api/action/deduct-credits" });
        Assert.DoesNotContain("private", activity.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, activity.Text, StringComparison.Ordinal);

        Answer others = await UntilAsync(
            () => app.SignedAsync(SchemeCatalog.OsayCore, "other", "the secret of another app", "GET", "/api/activity"),
            static answer => answer.Text.Contains("user.token", StringComparison.Ordinal));
        Assert.All(Entries(others), static entry => Assert.True(entry.Action is "user.token" or "request"));
        Assert.DoesNotContain(transaction, others.Text, StringComparison.Ordinal);
        Answer next = await app.OsayCoreAsync("GET", $"/api/activity?after={activity["next"]}");
        Assert.DoesNotContain("user.", next.Text, StringComparison.Ordinal);
        Assert.Equal((400, 401), ((await app.OsayCoreAsync("GET", "/api/activity?after=x")).Status, (await app.SendAsync("GET", "/api/activity")).Status));
    }

    [Fact]
    public async Task A_key_that_is_issued_stands_in_the_trail_with_who_did_it()
    {
        string path = Path.Combine(_folder.FullName, "audit.db");
        string id;
        await using (ProviderApp app = await ProviderApp.StartAsync(("Audit:Path", path)))
        {
            id = (await app.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/broker/v1/keys", """{"name":"Key","permissions":["read"]}"""))["api_key"]!;
        }

        JsonElement issued = Lines(path).Select(static line => JsonSerializer.Deserialize<JsonElement>(line)).Single(static line => line.GetProperty("action").GetString() == "key.issued");
        Assert.Equal((id, "test_broker_token", "test_broker"), (issued.GetProperty("target").GetString(), issued.GetProperty("key").GetString(), issued.GetProperty("owner").GetString()));
    }

    [Fact]
    public async Task Killed_at_work_the_host_leaves_a_whole_chain_that_lacks_its_last_moments_alone_and_goes_on_with_it()
    {
        string path = Path.Combine(_folder.FullName, "audit.db");
        int accepted = Settled;
        (SampleProcess host, Uri address) = await StartAsync(path);
        using (host)
        using (var http = new HttpClient { BaseAddress = address })
        {
            for (int i = 0; i < Settled; i++)
            {
                await AskAsync(http, i);
            }

            while (Orders(path).Count < Settled)
            {
                Assert.False(host.HasExited, host.Output);
                await Task.Delay(10);
            }

            // From here on it is killed between two answers, whatever it is doing.
            Task killing = Task.Run(async () =>
            {
                while (Volatile.Read(ref accepted) < Settled + 150)
                {
                    await Task.Yield();
                }

                host.Kill();
            });
            try
            {
                for (; ; Volatile.Write(ref accepted, accepted + 1))
                {
                    await AskAsync(http, accepted);
                }
            }
            catch (HttpRequestException)
            {
                // Killed.
            }

            await killing;
        }

        string last = await VerifyAsync(path);
        List<int> kept = Orders(path);
        Assert.InRange(kept.Count, Settled, accepted + 1);
        Assert.Equal(Enumerable.Range(0, kept.Count), kept); // nothing is missing before the last one that is there

        (host, address) = await StartAsync(path);
        using (host)
        using (var http = new HttpClient { BaseAddress = address })
        {
            await AskAsync(http, accepted + 1);
            while (Orders(path).Count == kept.Count)
            {
                await Task.Delay(10);
            }
        }

        await VerifyAsync(path, "--last", last);
    }

    private static Task<(SampleProcess Process, Uri Address)> StartAsync(string path) => SampleProcess.StartServerAsync("Providers", "--Audit:Path", path);

    private static async Task AskAsync(HttpClient http, int order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.BaseAddress!, string.Create(CultureInfo.InvariantCulture, $"/api/v1/orders/{order}/status")));
        SchemeCatalog.TheOne.SignForTest(request, ProviderApp.RingOf(SchemeCatalog.TheOne, "test_key_1", "test_secret_1"), time: TimeProvider.System);
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(404, (int)response.StatusCode);
    }

    /// <summary>The orders that the trail says were asked for, in its order.</summary>
    private static List<int> Orders(string path) =>
    [
        .. Lines(path)
            .Select(static line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("target").GetString()!)
            .Where(static target => target.StartsWith("GET /api/v1/orders/", StringComparison.Ordinal))
            .Select(static target => int.Parse(target.Split('/')[4], CultureInfo.InvariantCulture)),
    ];

    private static List<string> Lines(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT line FROM audit ORDER BY number";
        using SqliteDataReader reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    /// <summary>What <c>hmackit audit verify</c> says to write down.</summary>
    private static async Task<string> VerifyAsync(string path, params string[] arguments)
    {
        string[] build = [.. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..]];
        string program = RepositoryFiles.PathOf(["src", "HmacKit.Cli", "bin", .. build, "HmacKit.Cli.dll"]);
        ProgramRun run = await ProgramRun.StartAsync("dotnet", [program, "audit", "verify", .. arguments], System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Lines(path))));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.StartsWith("intact: ", run.Output, StringComparison.Ordinal);
        return run.Output.Trim().Split(' ')[^1];
    }

    private static List<(string Action, string Outcome, string Target)> Entries(Answer activity) =>
    [
        .. activity.Json.GetProperty("activity").EnumerateArray().Select(static entry =>
            (entry.GetProperty("action").GetString()!, entry.GetProperty("outcome").GetString()!, entry.GetProperty("target").GetString()!)),
    ];

    private static async Task<Answer> UntilAsync(Func<Task<Answer>> ask, Predicate<Answer> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Answer answer = await ask();
            if (holds(answer) || TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(60))
            {
                return answer;
            }

            await Task.Delay(20);
        }
    }
}
