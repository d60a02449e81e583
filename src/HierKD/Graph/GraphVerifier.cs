using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Keeps the groups whose removal is exact: the smaller model's output equals the whole model's with the same filters masked at their
/// consumers' inputs. All groups are tried together; if they do not pass, halves of them are, until those that fail stand alone. These are
/// tried once more tied together, those of one size that have a producer in common first, then pairs of one size; and locked at last.
/// </summary>
internal sealed class GraphVerifier
{
    /// <summary>With more groups of one size there would be too many pairs to try.</summary>
    private const int MostInPairs = 8;

    private readonly Func<IReadOnlyList<FilterGroup>, string?> _difference;
    private readonly List<(FilterGroup Group, string Why)> _failed = [];
    private List<FilterGroup> _passed = [];

    private GraphVerifier(Func<IReadOnlyList<FilterGroup>, string?> difference) => _difference = difference;

    /// <summary>The groups that pass, and a lock for each layer whose filters do not.</summary>
    /// <param name="groups">The candidates.</param>
    /// <param name="difference">What goes wrong when filters of some groups are removed; <see langword="null"/> if nothing does.</param>
    public static (IReadOnlyList<FilterGroup> Groups, IReadOnlyList<FilterLock> Locks) Keep(
        IReadOnlyList<FilterGroup> groups, Func<IReadOnlyList<FilterGroup>, string?> difference)
    {
        var verifier = new GraphVerifier(difference);
        verifier.Try(groups);
        var locks = verifier.TryBundles();
        return (verifier._passed, locks);
    }

    private void Try(IReadOnlyList<FilterGroup> groups)
    {
        if (groups.Count == 0) return;
        var together = _passed.Concat(groups).OrderBy(g => g.Index).ToList();
        if (_difference(together) is not { } why)
        {
            _passed = together;
            return;
        }
        if (groups.Count == 1)
        {
            _failed.Add((groups[0], why));
            return;
        }
        Try([.. groups.Take(groups.Count / 2)]);
        Try([.. groups.Skip(groups.Count / 2)]);
    }

    /// <summary>
    /// Halves of one layer's channels that a forward splits by half can go in pairs, and so can channels of two layers where one takes its
    /// places from the other by number.
    /// </summary>
    private FilterLock[] TryBundles()
    {
        var locks = new List<FilterLock>();
        foreach (var alike in _failed.GroupBy(f => f.Group.Filters))
        {
            var open = alike.ToList();
            foreach (var related in WithProducersInCommon(open)) TryTogether(related, open);
            if (open.Count <= MostInPairs) TryPairs(open);
            TryTogether([.. open], open);
            locks.AddRange(open.SelectMany(f => GroupBuilder.Locked(f.Group, f.Why)));
        }
        return [.. locks];
    }

    private void TryPairs(List<(FilterGroup Group, string Why)> open)
    {
        foreach (var one in open.ToArray())
        {
            foreach (var other in open.SkipWhile(f => f != one).Skip(1).ToArray())
            {
                if (TryTogether([one, other], open)) break;
            }
        }
    }

    /// <summary>Ties groups; whether they pass so.</summary>
    private bool TryTogether((FilterGroup Group, string Why)[] tied, List<(FilterGroup Group, string Why)> open)
    {
        if (tied.Length < 2) return false;
        var together = _passed.Append(GroupBuilder.Bundle([.. tied.Select(f => f.Group)])).OrderBy(g => g.Index).ToList();
        if (_difference(together) is not null) return false;
        _passed = together;
        foreach (var passed in tied) open.Remove(passed);
        return true;
    }

    private static (FilterGroup Group, string Why)[][] WithProducersInCommon(IReadOnlyList<(FilterGroup Group, string Why)> failed)
    {
        List<(HashSet<string> Producers, List<(FilterGroup, string)> Groups)> sets = [];
        foreach (var one in failed)
        {
            var producers = one.Group.Members.Where(m => m.Role == ChannelRole.Producer).Select(m => m.Layer).ToHashSet();
            var related = sets.Where(s => s.Producers.Overlaps(producers)).ToArray();
            sets.RemoveAll(related.Contains);
            sets.Add(([.. producers, .. related.SelectMany(r => r.Producers)], [.. related.SelectMany(r => r.Groups), one]));
        }
        return sets.Select(s => s.Groups.ToArray()).ToArray();
    }
}
