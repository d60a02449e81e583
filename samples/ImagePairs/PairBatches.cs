using System.Collections;
using HierKD;
using static TorchSharp.torch;

namespace ImagePairs;

/// <summary>
/// Pairs of images, and whether they show the same: half of them do. Each epoch has other pairs, drawn by its number, so that a run that
/// goes on after an interruption sees what it would have seen.
/// </summary>
internal sealed class PairBatches : IEpochBatches, IReadOnlyCollection<PruningBatch>
{
    private const int BatchSize = 128;

    private readonly Tensor _images;
    private readonly long[][] _places;
    private readonly long[] _labels;
    private readonly int _seed;
    private readonly bool _sameEachTime;
    private int _epoch;

    /// <param name="images">Images <c>[N, 1, H, W]</c>; not disposed.</param>
    /// <param name="labels">What they show, <c>[N]</c>.</param>
    /// <param name="seed">Draws the pairs.</param>
    /// <param name="sameEachTime">Whether all epochs have the pairs of the first, for measuring.</param>
    public PairBatches(Tensor images, Tensor labels, int seed, bool sameEachTime = false)
    {
        (_images, _seed, _sameEachTime, _labels) = (images, seed, sameEachTime, labels.cpu().data<long>().ToArray());
        _places =
        [
            .. Enumerable.Range(0, (int)_labels.Max() + 1)
                .Select(label => Enumerable.Range(0, _labels.Length).Where(i => _labels[i] == label).Select(i => (long)i).ToArray()),
        ];
    }

    public int Count => (_labels.Length + BatchSize - 1) / BatchSize;

    public IEnumerable<PruningBatch> Epoch(int number)
    {
        var random = new Random(_seed * 1_000_003 + (_sameEachTime ? 0 : number));
        var order = Enumerable.Range(0, _labels.Length).Select(i => (long)i).ToArray();
        random.Shuffle(order);
        foreach (var left in order.Chunk(BatchSize))
        {
            var right = left.Select(i => Partner(i, random)).ToArray();
            using var leftImages = Take(left);
            using var rightImages = Take(right);
            var answers = left.Zip(right, (a, b) => _labels[a] == _labels[b] ? 1f : 0f).ToArray();
            using var same = tensor(answers, [answers.Length, 1], device: _images.device);
            yield return new PruningBatch([leftImages, rightImages], [same]);
        }
    }

    public IEnumerator<PruningBatch> GetEnumerator() => Epoch(_epoch++).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As often an image of the same class as one of another.</summary>
    private long Partner(long place, Random random)
    {
        var own = (int)_labels[place];
        var other = (own + 1 + random.Next(_places.Length - 1)) % _places.Length;
        var among = _places[random.Next(2) == 0 ? own : other];
        return among[random.Next(among.Length)];
    }

    private Tensor Take(long[] places)
    {
        using var index = tensor(places, device: _images.device);
        return _images.index_select(0, index);
    }
}
