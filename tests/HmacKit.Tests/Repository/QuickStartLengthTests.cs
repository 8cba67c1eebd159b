namespace HmacKit.Tests.Repository;

/// <summary>
/// How much a user adds to an empty application: at most four lines and five of JSON on the server, two and four on the client,
/// and one for each webhook endpoint. Counted in the very blocks that README and docs show, which SnippetTests compiles.
/// </summary>
public class QuickStartLengthTests
{
    /// <summary>What <c>dotnet new web</c> and <c>dotnet new worker</c> have written already.</summary>
    private static readonly string[] EmptyApp =
    [
        "var builder = WebApplication.CreateBuilder(args);",
        "var builder = Host.CreateApplicationBuilder(args);",
        "var app = builder.Build();",
        "app.Run();",
    ];

    [Theory]
    [InlineData("README.md", "Receive a webhook", "AddHmacKit", 4, 5)]
    [InlineData("docs/aspnetcore.md", "Use", "AddHmacKit", 4, 5)]
    [InlineData("docs/webhooks.md", "Use", "AddHmacKit", 4, 5)]
    [InlineData("docs/http-client.md", "Use", "AddHttpClient", 2, 4)]
    public void The_first_use_is_as_short_as_promised(string page, string section, string what, int lines, int jsonLines)
    {
        List<Block> blocks = [.. Blocks(page).Where(block => block.Section == section)];
        Block code = blocks.First(block => block.Language == "csharp" && block.Lines.Exists(line => line.Contains(what, StringComparison.Ordinal)));
        Block json = blocks.First(block => block.Language == "json");

        Assert.InRange(Added(code), 1, lines);
        Assert.InRange(json.Lines.Count, 1, jsonLines);
    }

    [Fact]
    public void The_client_of_the_README_is_two_lines()
    {
        Block code = Blocks("README.md").First(block => block.Language == "csharp" && block.Lines.Exists(line => line.Contains("AddHmacSigning", StringComparison.Ordinal)));
        Assert.InRange(Added(code), 1, 2);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/webhooks.md")]
    public void A_webhook_endpoint_is_one_line(string page)
    {
        string endpoint = Blocks(page)
            .Where(block => block.Language == "csharp")
            .SelectMany(block => block.Lines)
            .First(line => line.StartsWith("app.Map", StringComparison.Ordinal) && line.Contains("\"/webhooks/", StringComparison.Ordinal));
        Assert.EndsWith(";", endpoint, StringComparison.Ordinal);
    }

    private static int Added(Block block) => block.Lines.Count(line => !EmptyApp.Contains(line) && !line.StartsWith("using ", StringComparison.Ordinal));

    /// <summary>The blocks of code of a page, without their empty lines.</summary>
    private static List<Block> Blocks(string page)
    {
        var blocks = new List<Block>();
        string section = "";
        Block? block = null;
        foreach (string line in File.ReadLines(RepositoryFiles.PathOf(page.Split('/'))).Select(line => line.TrimEnd()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is null)
                {
                    block = new Block(section, line[3..].Split(' ')[0], []);
                }
                else
                {
                    blocks.Add(block);
                    block = null;
                }
            }
            else if (block is not null)
            {
                if (line.Length > 0)
                {
                    block.Lines.Add(line);
                }
            }
            else if (line.StartsWith('#'))
            {
                section = line.TrimStart('#', ' ');
            }
        }

        return blocks;
    }

    private sealed record Block(string Section, string Language, List<string> Lines);
}
