using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>
/// A clock in which nothing takes time but the layers it watches: each as many milliseconds as it has outputs, times its price.
/// </summary>
internal sealed class FakeClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1000;

    /// <summary>What every pass takes on top.</summary>
    public long Overhead { get; set; }

    /// <summary>How much longer a smaller model takes than it should, in milliseconds.</summary>
    public long Drag { get; set; }

    /// <summary>Whether layers cost the outputs that they lack in place of those that they have.</summary>
    public bool Reverse { get; set; }

    /// <summary>How often the last watched layer has run.</summary>
    public int Passes { get; private set; }

    public override long GetTimestamp() => _now;

    public void Watch(nn.Module model, params (string Layer, long Price)[] layers)
    {
        var modules = model.named_modules().ToDictionary(m => m.name, m => m.module);
        foreach (var (layer, price) in layers)
        {
            var isLast = layer == layers[^1].Layer;
            switch (modules[layer])
            {
                case Conv2d convolution:
                    var whole = convolution.weight.shape[0];
                    convolution.register_forward_hook((_, _, output) => Spend(output, convolution.weight.shape[0], whole, price, isLast));
                    break;
                case Linear linear:
                    var all = linear.weight!.shape[0];
                    linear.register_forward_hook((_, _, output) => Spend(output, linear.weight!.shape[0], all, price, isLast));
                    break;
            }
        }
    }

    private Tensor Spend(Tensor output, long width, long whole, long price, bool isLast)
    {
        _now += (Reverse ? whole - width : width) * price + (isLast ? Overhead : 0) + (isLast && width < whole ? Drag : 0);
        if (isLast) Passes++;
        return output;
    }
}
