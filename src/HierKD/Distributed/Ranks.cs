using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A group of processes at the same work. Before anything is exchanged they say where they are and whether one has failed: so a failure, or
/// a process that does something else, ends all of them, and none waits for ever.
/// </summary>
internal sealed class Ranks(IProcessGroup group)
{
    private const int MessageBytes = 4096;
    private bool _over;

    public static Ranks Alone { get; } = new(ProcessGroup.Single);

    public IProcessGroup Group => group;

    public int Rank => group.Rank;

    public int Size => group.Size;

    public bool AreMany => group.Size > 1;

    public bool IsFirst => group.Rank == 0;

    /// <summary>Replaces tensors by their averages over the processes.</summary>
    public void Average(IReadOnlyList<Tensor> tensors, string what)
    {
        if (!AreMany) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Meet(new(what, tensors.Sum(t => t.numel())));
        Exchange(() => Bundles.ForEach(tensors, flat =>
        {
            group.AllReduce(flat);
            flat.div_(Size);
        }));
    }

    /// <summary>Replaces tensors by their sums over the processes.</summary>
    public void Sum(IReadOnlyList<Tensor> tensors, string what)
    {
        if (!AreMany) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Meet(new(what, tensors.Sum(t => t.numel())));
        Exchange(() => Bundles.ForEach(tensors, flat => group.AllReduce(flat)));
    }

    /// <summary>The sums of numbers; arrays may be of different lengths, what is missing counts as 0.</summary>
    public double[] Sum(double[] numbers, string what)
    {
        if (!AreMany) return numbers;
        using var scope = NewDisposeScope();
        var longest = Largest([numbers.Length], what)[0];
        var sums = new double[longest];
        numbers.CopyTo(sums, 0);
        var all = tensor(sums);
        if (longest > 0) Exchange(() => group.AllReduce(all));
        return all.data<double>().ToArray();
    }

    /// <summary>The largest of numbers, place by place.</summary>
    public long[] Largest(long[] numbers, string what)
    {
        if (!AreMany) return numbers;
        using var scope = NewDisposeScope();
        Meet(new(what, numbers.Length));
        var all = tensor(numbers);
        Exchange(() => group.AllReduce(all, GroupReduction.Maximum));
        return all.data<long>().ToArray();
    }

    /// <summary>Replaces tensors by those of the first process.</summary>
    public void TakeFirst(IReadOnlyList<Tensor> tensors, string what)
    {
        if (!AreMany) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Meet(new(what, tensors.Sum(t => t.numel())));
        Exchange(() =>
        {
            foreach (var tensor in tensors)
            {
                var whole = tensor.contiguous();
                group.Broadcast(whole);
                if (!tensor.is_contiguous()) tensor.copy_(whole);
            }
        });
    }

    /// <summary>What the first process makes; the others wait for it, and leave the processor to it meanwhile.</summary>
    public byte[] OfFirst(Func<byte[]> make, string what)
    {
        if (!AreMany) return make();
        byte[] bytes = [];
        // Whoever has failed is not waited for.
        Meet(new($"{what}, by the first", 0));
        try
        {
            if (IsFirst) bytes = make();
        }
        finally
        {
            if (!_over) Exchange(group.Barrier);
        }
        var length = Meet(new(what, IsFirst ? bytes.Length : null));
        if (length == 0) return [];
        using var scope = NewDisposeScope();
        var all = IsFirst ? tensor(bytes) : zeros(length, dtype: uint8);
        Exchange(() => group.Broadcast(all));
        return all.data<byte>().ToArray();
    }

    /// <summary>The same for a text.</summary>
    public string TextOfFirst(Func<string> make, string what) =>
        AreMany ? Encoding.UTF8.GetString(OfFirst(() => Encoding.UTF8.GetBytes(make()), what)) : make();

    /// <summary>Finds out that every process is here, and none has failed.</summary>
    public void Agree(string what)
    {
        if (AreMany) Meet(new(what, 0));
    }

    /// <summary>The last meeting: nothing is said to the others any more.</summary>
    public void End()
    {
        Agree("the end");
        _over = true;
    }

    /// <summary>Does something that the other processes do as well; they hear of its failure.</summary>
    public T Within<T>(Func<T> work)
    {
        if (!AreMany || _over) return work();
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            Announce(failure);
            throw;
        }
    }

    private void Announce(Exception failure)
    {
        if (_over) return;
        _over = true;
        var kind = failure is OperationCanceledException ? 'c' : 'f';
        try
        {
            using var scope = NewDisposeScope();
            var first = Size - (int)Max([Size - Rank, long.MinValue, long.MinValue, long.MinValue, long.MinValue])[0];
            _ = Say($"{kind}{failure.GetType().Name}: {failure.Message}", first);
        }
        catch (Exception silent) when (silent is not OutOfMemoryException)
        {
            // Whoever cannot be told ends by what ends this process.
        }
    }

    /// <summary>Meets the others; gives the count.</summary>
    private long Meet(Meeting place)
    {
        if (_over) throw new ProcessGroupException("The processes have parted after a failure: start all of them again.");
        using var scope = NewDisposeScope();
        var (count, less) = place.Count is { } own ? (own, -own) : (long.MinValue, long.MinValue);
        long[] seen = [];
        Exchange(() => seen = Max([0, place.Mark, -place.Mark, count, less]));
        if (seen[0] > 0) throw Failed(Size - (int)seen[0]);
        if (seen[1] != -seen[2] || seen[3] != -seen[4]) throw Apart(place);
        return seen[3];
    }

    private Exception Failed(int rank)
    {
        _over = true;
        var text = Say("", rank);
        return text.StartsWith('c')
            ? new OperationCanceledException($"Process {rank} of {Size} was cancelled, and so is this one.")
            : new ProcessGroupException($"Process {rank} of {Size} failed. {text[1..]}", rank);
    }

    private ProcessGroupException Apart(Meeting place)
    {
        _over = true;
        var places = Enumerable.Range(0, Size).Select(rank => $"\n  process {rank}: {Say(place.ToString(), rank)}");
        return new ProcessGroupException(
            "The processes do not do the same: their data has different numbers of batches, or one of them was given something else. " +
            $"They were at{string.Concat(places)}");
    }

    /// <summary>What a process says; the others' texts do not count.</summary>
    private string Say(string text, int rank)
    {
        var bytes = new byte[MessageBytes];
        Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, MessageBytes / 4)), bytes);
        using var all = tensor(bytes);
        group.Broadcast(all, rank);
        return Encoding.UTF8.GetString(all.data<byte>().ToArray()).TrimEnd('\0');
    }

    private long[] Max(long[] numbers)
    {
        using var all = tensor(numbers);
        group.AllReduce(all, GroupReduction.Maximum);
        return all.data<long>().ToArray();
    }

    /// <summary>What the group itself throws is not told to the others by means of the group.</summary>
    private void Exchange(Action exchange)
    {
        try
        {
            exchange();
        }
        catch
        {
            _over = true;
            throw;
        }
    }
}
