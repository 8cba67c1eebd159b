namespace HmacKit.Tests.Repository;

/// <summary>The pictures of the docs are drawn from text by build/pictures.py, and each is on a page.</summary>
public class PictureTests
{
    private static readonly string Folder = RepositoryFiles.PathOf("docs", "pictures");

    [Fact]
    public async Task The_pictures_are_those_that_the_script_draws()
    {
        DirectoryInfo drawn = Directory.CreateTempSubdirectory("hmackit-pictures-");
        try
        {
            ProgramRun run = await ProgramRun.StartAsync("python3", [RepositoryFiles.PathOf("build", "pictures.py"), drawn.FullName]);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(drawn.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
            Assert.All(drawn.GetFiles(), file => Assert.Equal(File.ReadAllText(file.FullName), File.ReadAllText(Path.Combine(Folder, file.Name)).ReplaceLineEndings("\n")));
        }
        finally
        {
            drawn.Delete(recursive: true);
        }
    }

    [Fact]
    public void Each_picture_is_on_a_page_and_says_in_words_what_it_shows()
    {
        string pages = string.Concat(RepositoryFiles.Find(RepositoryFiles.PathOf("docs"), ".md").Select(File.ReadAllText));
        Assert.All(Directory.GetFiles(Folder), file =>
        {
            Assert.Contains($"](pictures/{Path.GetFileName(file)})", pages, StringComparison.Ordinal);
            string text = File.ReadAllText(file);
            Assert.Contains("<title>", text, StringComparison.Ordinal);
            Assert.Contains("<desc>", text, StringComparison.Ordinal);
            Assert.Contains("prefers-color-scheme: dark", text, StringComparison.Ordinal);
        });
    }
}
