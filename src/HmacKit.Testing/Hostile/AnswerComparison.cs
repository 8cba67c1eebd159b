using System.Text.RegularExpressions;

namespace HmacKit.Testing;

/// <summary>Compares the answers to refused requests: where they differ by cause, they help anyone who is trying.</summary>
internal sealed partial class AnswerComparison
{
    private readonly List<(string Name, Answer Answer)> _answers = [];

    public void Add(string name, Answer answer) => _answers.Add((name, answer));

    /// <summary>One outcome on key ids, and one on all causes.</summary>
    public IEnumerable<HostileOutcome> Outcomes(bool hasKeyId, bool mayTellTheCause)
    {
        bool isSteady = Find(SignatureAttacks.FlippedFirst) is { } first && Find(SignatureAttacks.FlippedLast) is { } last && first == last;
        if (hasKeyId && Find(KeyAttacks.WrongSecret) is { } known && Find(KeyAttacks.UnknownId) is { } unknown)
        {
            bool isAlike = Form(known, isSteady) == Form(unknown, isSteady);
            yield return new HostileOutcome(
                "answers/key-ids",
                "a wrong signature under a key id that there is, and under one that there isn't",
                "one answer, so that nobody can list key ids",
                isAlike ? "one answer" : $"{known} and {unknown}",
                isAlike);
        }

        if (mayTellTheCause || _answers.Count < 2)
        {
            yield break;
        }

        (string Name, Answer Answer)[] kinds = [.. _answers.DistinctBy(pair => Form(pair.Answer, isSteady))];
        yield return new HostileOutcome(
            "answers/causes",
            $"{_answers.Count} requests that are refused for different causes",
            "one answer, which doesn't tell the cause",
            kinds.Length == 1 ? "one answer" : $"{kinds.Length} answers: {string.Join("; ", kinds.Take(5).Select(kind => $"{kind.Answer} to {kind.Name}"))}",
            kinds.Length == 1);
    }

    private Answer? Find(string name) => _answers.Find(pair => pair.Name == name).Answer;

    /// <summary>An answer without what differs from one request to the next, such as the id of a trace, if there is such a thing.</summary>
    private static string Form(Answer answer, bool isSteady) =>
        $"{answer.Status} {answer.ContentType} {(isSteady ? answer.Body : Changing().Replace(answer.Body, "#"))}";

    /// <summary>A word with a digit in it.</summary>
    [GeneratedRegex(@"[\w:.+-]*\d[\w:.+-]*")]
    private static partial Regex Changing();
}
