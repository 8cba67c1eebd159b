namespace HmacKit.Testing;

/// <summary>Sends everything that applies to a scheme, one after the other, and writes down what came of it.</summary>
internal sealed class Assault(Forge forge, Transport transport, HostileOptions options)
{
    private readonly List<HostileOutcome> _outcomes = [];
    private readonly List<string> _skipped = [];
    private readonly AnswerComparison _comparison = new();

    public async Task<HostileReport> RunAsync(string endpoint, CancellationToken cancellationToken)
    {
        if (await ControlAsync("control", cancellationToken).ConfigureAwait(false))
        {
            SkipWhatTheSchemeHasNot();
            foreach (Attack attack in Attack.All(forge))
            {
                await TryAsync(attack, cancellationToken).ConfigureAwait(false);
            }

            _outcomes.AddRange(_comparison.Outcomes(forge.Scheme.HasKeyId, options.AnswersMayTellTheCause));

            // An endpoint that has locked the caller out by now refuses everything, and nothing would be proven.
            await ControlAsync("control/at-the-end", cancellationToken).ConfigureAwait(false);
        }

        return new HostileReport(forge.Scheme.Name, endpoint, _outcomes, _skipped);
    }

    private void SkipWhatTheSchemeHasNot()
    {
        if (forge.Scheme.Freshness is null)
        {
            _skipped.Add("time/*: the scheme signs no time, so a request can be sent again at any time");
        }

        if (forge.Scheme.Replay == ReplayRule.None)
        {
            _skipped.Add("replay/*: the scheme carries nothing that tells a repeated request apart");
        }
        else if (options.AcceptsReplaysBecauseTheHandlerIsIdempotent)
        {
            _skipped.Add("replay/*: the endpoint takes them on purpose");
        }

        if (options.MaxBodyBytes is null)
        {
            _skipped.Add("body/too-large*: no limit was given");
        }

        if (!forge.Scheme.HasKeyId)
        {
            _skipped.Add("key/*id*: requests of the scheme don't name their key");
        }
    }

    private async Task<bool> ControlAsync(string name, CancellationToken cancellationToken)
    {
        Answer answer = await transport.SendAsync(forge.Sign().ToWire(), cancellationToken).ConfigureAwait(false);
        bool isAccepted = IsAccepted(answer);
        string hint = isAccepted ? "" : name == "control"
            ? "; nothing else was tried: compare the key, its id, the clock, the method and the path"
            : "; it was accepted at the beginning: has the endpoint locked the caller out?";
        Add(name, "a good request", "it is accepted", answer + hint, isAccepted);
        return isAccepted;
    }

    private async Task TryAsync(Attack attack, CancellationToken cancellationToken)
    {
        if (!attack.IsGenuine && forge.IsGenuine(attack.Requests[^1], transport.JoinsHeaders))
        {
            _skipped.Add($"{attack.Name}: by the rules of the scheme it is a good request");
            return;
        }

        if (attack.NeedsSocketBecause is { } reason && !transport.IsExact)
        {
            _skipped.Add($"{attack.Name}: {reason}");
            return;
        }

        if (attack.Aim == Aim.OneAccepted)
        {
            await TryAtOnceAsync(attack, cancellationToken).ConfigureAwait(false);
            return;
        }

        bool isLastAccepted = attack.Aim == Aim.Accepted;
        for (int i = 0; i < attack.Requests.Count; i++)
        {
            bool isLast = i == attack.Requests.Count - 1;
            Answer answer = await transport.SendAsync(attack.Requests[i], cancellationToken).ConfigureAwait(false);
            if (answer.IsUnsendable)
            {
                _skipped.Add($"{attack.Name}: {answer.Body}");
                return;
            }

            bool isAcceptable = isLast == isLastAccepted;
            string? trouble = isAcceptable ? Unaccepted(answer) : Unrefused(attack, answer);
            if (isLast || trouble is not null)
            {
                string which = attack.Requests.Count == 1 ? "" : isLast ? "the last one " : "the first one ";
                Add(attack.Name, attack.Sent, $"{which}{(isAcceptable ? "accepted" : "refused (4xx)")}", trouble ?? answer.ToString(), trouble is null);
            }

            if (trouble is not null)
            {
                return;
            }

            if (!isAcceptable && attack.IsCompared)
            {
                _comparison.Add(attack.Name, answer);
            }
        }
    }

    private async Task TryAtOnceAsync(Attack attack, CancellationToken cancellationToken)
    {
        Answer[] answers = await Task.WhenAll(attack.Requests.Select(request => transport.SendAsync(request, cancellationToken))).ConfigureAwait(false);
        int accepted = answers.Count(IsAccepted);
        Add(attack.Name, attack.Sent, "exactly one accepted", $"{accepted} of {answers.Length} accepted", accepted == 1);
    }

    private bool IsAccepted(Answer answer) => answer.Status >= 200 && options.IsAccepted((System.Net.HttpStatusCode)answer.Status, answer.Body);

    /// <summary>Why an answer isn't the acceptance that it should be; null if it is.</summary>
    private string? Unaccepted(Answer answer) => IsAccepted(answer) ? null : $"{answer}, although it is a good request";

    /// <summary>Why an answer isn't the refusal that it should be; null if it is.</summary>
    private string? Unrefused(Attack attack, Answer answer) => answer.Status switch
    {
        0 => attack.MayBeCutOff ? null : answer.ToString(),
        _ when IsAccepted(answer) => $"{answer}: it was accepted",
        >= 500 => $"{answer}: it broke the endpoint",
        429 => $"{answer}: a limit refused it, which proves nothing; raise the limit of this caller",
        >= 300 and < 400 => $"{answer}: a redirect is neither yes nor no",
        _ when attack.RightSignature is { } right && answer.Body.Contains(right, StringComparison.Ordinal) => $"{answer.Status} with the right signature in it: the answer tells what to send",
        _ => null,
    };

    private void Add(string name, string sent, string expected, string got, bool isAsExpected) => _outcomes.Add(new HostileOutcome(name, sent, expected, got, isAsExpected));
}
