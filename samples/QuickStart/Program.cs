using QuickStart;

// Real requests of five APIs: signed by HttpClient's side, sent to Kestrel over a socket, verified there.
await using var server = await Server.StartAsync();
Console.WriteLine($"HmacKit quick start: real requests to {server.Address}");
Console.WriteLine();

using var client = new Client(server.Address);
var table = new ResultTable();
foreach (Api api in Api.All)
{
    foreach (Attempt attempt in Enum.GetValues<Attempt>())
    {
        string expected = api.Expect(attempt);
        string actual = await client.SendAsync(api, attempt);
        table.Add(api.Scheme.Name, attempt, actual, isAsExpected: actual == expected);
    }
}

table.Print(Console.Out);
return table.IsAllAsExpected ? 0 : 1;
