namespace HmacKit.Fuzz.Tests;

/// <summary>What coverage-guided fuzzing found worth keeping (build/fuzz.sh TARGET --keep), each input once more: nothing is thrown and every promise is kept.</summary>
public class CorpusTests
{
    public static TheoryData<string> Targets => new(FuzzTarget.All.Select(target => target.Name));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_input_of_the_corpus_and_every_seed_keeps_the_promises(string name)
    {
        FuzzTarget target = FuzzTarget.Find(name)!;
        string folder = Path.Combine(AppContext.BaseDirectory, "Corpus", name);
        string[] files = Directory.GetFiles(folder);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Exception? thrown = Record.Exception(() => target.Run(File.ReadAllBytes(file)));
            Assert.True(thrown is null, $"{name}/{Path.GetFileName(file)}: {thrown}");
        }

        foreach (byte[] seed in target.Seeds)
        {
            target.Run(seed);
        }
    }

    [Fact]
    public void A_promise_that_is_broken_is_a_finding() => Assert.Throws<BrokenPromiseException>(() => FuzzTarget.Must(false, "a test's"));
}
