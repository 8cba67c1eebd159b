using HmacKit.Cli.Tests.Processes;

namespace HmacKit.Cli.Tests.Docs;

public class CommandLineDocsTests
{
    private const string Mark = "-- end of the output --";

    [Fact]
    public void Every_example_prints_what_the_page_says()
    {
        List<(string Command, string Output)> examples = [.. ReadExamples(File.ReadAllLines(RepositoryFiles.PathOf("docs", "command-line.md")))];
        Assert.True(examples.Count >= 8);

        string directory = Directory.CreateTempSubdirectory("hmackit-docs-").FullName;
        try
        {
            string script = "exec 2>&1\n" + string.Concat(examples.Select(example => $"{example.Command}\necho '{Mark}'\n"));
            string[] outputs = Tool.TryRun(script, directory).Output.Split(Mark + "\n");
            Assert.Equal(examples.Count, outputs.Length - 1);
            for (int i = 0; i < examples.Count; i++)
            {
                Assert.Equal($"$ {examples[i].Command}\n{examples[i].Output}", $"$ {examples[i].Command}\n{outputs[i]}");
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The commands of the console blocks, each with what the page shows under it.</summary>
    private static IEnumerable<(string Command, string Output)> ReadExamples(string[] page)
    {
        for (int i = 0; i < page.Length; i++)
        {
            if (page[i] != "```console")
            {
                continue;
            }

            i++;
            while (page[i] != "```")
            {
                Assert.StartsWith("$ ", page[i], StringComparison.Ordinal);
                string command = page[i++][2..];
                bool isDocument = command.EndsWith("<<'END'", StringComparison.Ordinal);
                while (command.EndsWith('\\') || (isDocument && !command.EndsWith("\nEND", StringComparison.Ordinal)))
                {
                    command += "\n" + page[i++];
                }

                string output = "";
                while (page[i] != "```" && !page[i].StartsWith("$ ", StringComparison.Ordinal))
                {
                    output += page[i++] + "\n";
                }

                yield return (command, output);
            }
        }
    }
}
