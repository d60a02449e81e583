using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Keeps the groups whose removal is exact: the smaller model's output equals the whole model's with the same filters masked at their
/// consumers' inputs. All groups are tried together; if they do not pass, halves of them are, until those that fail stand alone. These are
/// tried once more tied together, if they come from one layer, and locked at last.
/// </summary>
internal sealed class GraphVerifier
{
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

    /// <summary>Halves of one layer's channels that a forward splits by half can go in pairs.</summary>
    private List<FilterLock> TryBundles()
    {
        var locks = new List<FilterLock>();
        foreach (var alike in _failed.GroupBy(
            f => (f.Group.Filters, string.Join('|', f.Group.Members.Where(m => m.Role == ChannelRole.Producer).Select(m => m.Layer)))))
        {
            var groups = alike.Select(f => f.Group).ToArray();
            if (groups.Length > 1)
            {
                var bundle = GroupBuilder.Bundle(groups);
                var together = _passed.Append(bundle).OrderBy(g => g.Index).ToList();
                if (_difference(together) is null)
                {
                    _passed = together;
                    continue;
                }
            }
            locks.AddRange(alike.SelectMany(f => GroupBuilder.Locked(f.Group, f.Why)));
        }
        return locks;
    }
}
