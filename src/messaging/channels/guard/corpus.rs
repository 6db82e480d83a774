//! Targets that must not be reached, in every notation that somebody has tried elsewhere.

/// Refused by what they say.
#[rustfmt::skip]
pub(super) const TARGETS: &[&str] = &[
    // loopback, dotted and short
    "http://127.0.0.1/", "http://127.0.0.1:80/", "https://127.0.0.1/", "http://127.0.0.1./", "http://127.1/", "http://127.1./",
    "http://127.0.1/", "http://127.0.0.2/", "http://127.8.8.8/", "http://127.255.255.254/", "http://127.127.127.127/hook",
    "http://127.0.0.1:8080/admin?x=1#y", "HTTP://127.0.0.1/", "http://127.000.000.001/", "http://127.00.0.1/",
    // loopback as one number, in octal, in hexadecimal and mixed
    "http://2130706433/", "http://2130706433:8000/", "http://2130706433./", "http://017700000001/", "http://0177.0.0.1/",
    "http://0177.0.0.01/", "http://0177.1/", "http://00000177.1/", "http://0177.0x0.0.1/", "http://0x7f.1/", "http://0x7f.0.0.1/",
    "http://0x7f.0x0.0x0.0x1/", "http://0x7f000001/", "http://0X7F000001/", "http://0x7f.0.1/", "http://0x7F.00.00.01/",
    "http://0x000000000007f.1/", "http://127.0x1/", "http://127.0.0x1/", "http://127.0.01/", "http://127.65535/", "http://127.0.257/",
    "http://2130706434/", "http://0x7fffffff/",
    // loopback in letters that look alike or are escaped
    "http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/", "http://127｡0｡0｡1/", "http://１２７．１/",
    "http://２１３０７０６４３３/", "http://０ｘ７ｆ．１/", "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/", "http://𝟙𝟚𝟟.𝟙/", "http://%31%32%37%2e%30%2e%30%2e%31/",
    "http://127%2e0%2e0%2e1/", "http://127.0.0.%31/", "http://%30%78%37%66.1/", "http://%EF%BC%91%EF%BC%92%EF%BC%97.1/",
    "http://127.0.0.1%2e/", "http://12\u{ad}7.0.0.1/", "http://127.0.0\u{200b}.1/", "http://%32130706433/", "http://1%327.1/",
    // loopback behind slashes, ports and other ways to write a URL
    "http:127.0.0.1/", "http:/127.0.0.1/", "http:///127.0.0.1/", "http:////127.1/", "http:\\\\127.0.0.1\\", "http:/\\127.0.0.1/",
    "https:127.1", "http://127.0.0.1:0/", "http://127.0.0.1:65535/", "http://127.0.0.1?@example.com/", "http://127.0.0.1#@example.com/",
    "http://127.0.0.1\\@example.com/", "http://127.0.0.1\\example.com/", "http://127.0.0.1:080/", "http://127.0.0.1:/",
    "http://127.0.0.1/%2e%2e/",
    // names of this machine
    "http://localhost/", "http://localhost./", "http://LOCALHOST/", "http://LocalHost:80/", "http://localhost:8080/", "http://ｌｏｃａｌｈｏｓｔ/",
    "http://loc%61lhost/", "http://%6c%6f%63%61%6c%68%6f%73%74/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://foo.localhost/",
    "http://foo.bar.localhost./", "http://localhost../", "http://local\u{ad}host/", "http://ℒocalhost/", "http://127.0.0.1.localhost/",
    "http://localhoſt/",
    // no address at all, broadcast
    "http://0/", "http://0./", "http://00/", "http://0x0/", "http://0x/", "http://0.0.0.0/", "http://0.0/", "http://0.0.0.0:22/",
    "http://０/", "http://0.1.2.3/", "http://0.0.0.1/", "http://1/", "http://255.255.255.255/", "http://4294967295/", "http://0xffffffff/",
    "http://037777777777/",
    // private networks
    "http://10.0.0.1/", "http://10.1/", "http://0xa.1/", "http://012.1/", "http://167772161/", "http://0x0a000001/",
    "http://10.255.255.255/", "http://１０.0.0.1/", "http://172.16.0.1/", "http://172.16.1/", "http://0xac100001/", "http://2886729729/",
    "http://172.31.255.254/", "http://192.168.0.1/", "http://192.168.1/", "http://192.168.257/", "http://0xc0a80101/",
    "http://3232235777/", "http://0300.0250.1.1/", "http://0300.168.0x1.1/", "http://192.168.1.1:2375/containers/json",
    // link-local and what clouds keep there
    "http://169.254.169.254/", "http://169.254.169.254/latest/meta-data/iam/", "http://169.254.43518/", "http://169.16689662/",
    "http://2852039166/", "http://0xa9fea9fe/", "http://0xa9.0xfe.0xa9.0xfe/", "http://0251.0376.0251.0376/", "http://025177524776/",
    "http://0251.254.0xa9.254/", "http://１６９.２５４.１６９.２５４/", "http://169.254.169.254./", "http://169.254.170.2/v2/credentials",
    "http://169.254.0.1/", "http://168.63.129.16/machine", "http://0xa83f8110/", "http://100.100.100.200/latest/meta-data/",
    "http://192.0.0.192/latest/",
    // shared, reserved, documentation, benchmarks, multicast
    "http://100.64.0.1/", "http://100.127.255.254/", "http://1681915905/", "http://192.0.0.1/", "http://192.0.2.1/",
    "http://192.88.99.1/", "http://198.18.0.1/", "http://198.19.255.254/", "http://198.51.100.7/", "http://203.0.113.7/",
    "http://224.0.0.1/", "http://239.255.255.250/", "http://0xe0000001/", "http://240.0.0.1/", "http://254.254.254.254/",
    // IPv6
    "http://[::1]/", "http://[::1]:8080/", "https://[::1]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/", "http://[::0001]/", "http://[0::1]/", "http://[::]/",
    "http://[0:0:0:0:0:0:0:0]/", "http://[::0.0.0.1]/", "http://[fc00::1]/", "http://[fd00::1]/", "http://[fd00:ec2::254]/latest/",
    "http://[FD00:EC2::254]/", "http://[fe80::1]/", "http://[fe80::a9fe:a9fe]/", "http://[febf::1]/", "http://[fec0::1]/",
    "http://[ff02::1]/", "http://[ff0e::1]/", "http://[100::1]/", "http://[2001:db8::1]/", "http://[3fff::1]/", "http://[5f00::1]/",
    "http://[2001:10::1]/", "http://[2001:2::1]/",
    // IPv4 inside IPv6
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::FFFF:127.0.0.1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:7f00:0001]/", "http://[::ffff:10.0.0.1]/", "http://[::ffff:a00:1]/", "http://[::ffff:192.168.0.1]/",
    "http://[::ffff:169.254.169.254]/", "http://[::ffff:a9fe:a9fe]/", "http://[::ffff:0.0.0.0]/", "http://[::ffff:100.64.0.1]/",
    "http://[::ffff:8.8.8.8]/", "http://[::127.0.0.1]/", "http://[::7f00:1]/", "http://[::10.0.0.1]/", "http://[::a9fe:a9fe]/",
    "http://[::ffff:0:127.0.0.1]/", "http://[::ffff:0:7f00:1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::a9fe:a9fe]/", "http://[64:ff9b::10.0.0.1]/", "http://[64:ff9b:1::7f00:1]/", "http://[64:ff9b:1::8.8.8.8]/",
    "http://[2002:7f00:1::]/", "http://[2002:7f00:1::1]/", "http://[2002:a00:1::]/", "http://[2002:c0a8:101::]/",
    "http://[2002:a9fe:a9fe::]/", "http://[2001:0:7f00:1::]/", "http://[2001::80ff:fffe]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://[2a00::5efe:127.0.0.1]/", "http://[fe80::5efe:10.0.0.1]/",
    "http://[2a00::200:5efe:a9fe:a9fe]/",
    // IPv6 with zones, escapes and brackets that do not belong
    "http://[fe80::1%25eth0]/", "http://[::1%25lo]/", "http://[%3a%3a1]/", "http://[::1/", "http://::1/", "http://[127.0.0.1]/",
    "http://[::ffff:0x7f.1]/", "http://[::ffff:127.1]/", "http://[::１]/", "http://[v1.fe80::a]/",
    // users, schemes and what is no URL
    "http://user@example.com/", "http://user:secret@example.com/", "http://:secret@example.com/", "http://example.com@127.0.0.1/",
    "http://example.com:80@127.0.0.1/", "http://127.0.0.1@example.com/", "http://a%40b@example.com/", "ftp://example.com/",
    "file:///etc/passwd", "file://localhost/etc/passwd", "gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/",
    "ws://127.0.0.1/", "unix:/var/run/docker.sock", "data:text/plain,x", "javascript:alert(1)", "jar:http://127.0.0.1!/", "//127.0.0.1/",
    "127.0.0.1", "example.com", "http://", "https://", "http:///", "http://./", "http://../", "http://:80/", "http://?x", "http://#x", "",
    " http://example.com/", "http://exa mple.com/", "http://127.0.0.1\t/", "http://\t127.0.0.1/", "ht\ntp://127.0.0.1/",
    "http://example.com/\r\nHost: inner", "http://example.com:99999/", "http://256.256.256.256/", "http://127.0.0.1.1/",
    "http://1.2.3.4.5/", "http://0x100000000/", "http://4294967296/", "http://127.0.0.0x/", "http://127.0.0.08/", "http://a.127/",
    "http://exa%00mple.com/",
];

/// Names that look like others, and what they resolve to; refused by that.
#[rustfmt::skip]
pub(super) const NAMES: &[(&str, &[&str])] = &[
    ("metadata.google.internal", &["169.254.169.254"]),
    ("localtest.me", &["127.0.0.1"]),
    ("127.0.0.1.nip.io", &["127.0.0.1"]),
    ("7f000001.nip.io", &["127.0.0.1"]),
    ("10.0.0.1.sslip.io", &["10.0.0.1"]),
    ("intranet", &["10.1.2.3"]),
    ("db.internal", &["192.168.3.4"]),
    ("router.local", &["fe80::1"]),
    ("ip6-loopback", &["::1"]),
    ("localhost6", &["::1"]),
    ("localhost.localdomain", &["127.0.0.1", "::1"]),
    ("both.example.com", &["93.184.216.34", "127.0.0.1"]),
    ("both-reversed.example.com", &["10.0.0.1", "93.184.216.34"]),
    ("six.example.com", &["2606:4700::1111", "fd00:ec2::254"]),
    ("mapped.example.com", &["::ffff:169.254.169.254"]),
    ("zero.example.com", &["0.0.0.0"]),
    ("none.example.com", &["::"]),
    ("nat64.example.com", &["64:ff9b::7f00:1"]),
    ("sixtofour.example.com", &["2002:7f00:1::"]),
    ("xn--mnchen-3ya.example", &["100.64.1.1"]),
];

/// Targets that may be reached.
pub(super) const PUBLIC: &[&str] = &[
    "https://example.com/",
    "https://example.com./hook",
    "http://example.com:8080/a?b=c#d",
    "https://hooks.zapier.com/hooks/standard/1/a/",
    "https://münchen.example/",
    "https://8.8.8.8/",
    "http://134744072/",
    "https://[2606:4700::1111]:8443/",
    "https://[64:ff9b::808:808]/",
    "https://localhost.example.com/",
    "https://my-localhost/",
    "https://example.com/127.0.0.1",
    "https://example.com/?u=http://127.0.0.1/",
    "https://example.com/a%20b",
];
