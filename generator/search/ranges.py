"""Which file of words a word is found in: ranges of the alphabet that are about equally full in Vietnamese texts."""

from __future__ import annotations

from bisect import bisect_right

_TEXT = """
all and ar ba bam band bat bcd bia bieu boc bon buo cac can cann cat cay certificates chanh che chia chien chiu
choi chua chuan chum chuo chuot cl collecti conf congt cou cua cuo d dai dang danh dao das day de dec deo di die
dien dig dip doa doanh docu dong dot dou dua duoi dup en extens fl ga gay gi giam giang gioi giup gom growi hal
hanh hap hd heav hiep hig ho hoa hoach hoang hoi hom hos hu hut i id ind issuer kee ken key khach kham khic
khoan khop khuo kic kieu kip l lac lan lao law leng lic liet lif loa long lotm luc luot ma mak many mate mb mie
moc mom mt mtqgg mui nam nan nap nd neo ngan ngay ngheo nghie nghin ngoi nguon nh nham nhanh nhe nhieu nhot nhuo
nom nop nt nuoi oc ori passw pham phang phay phie phoi phu phuc phut portr prog ql quai quang que quo quyet rac
rat reco revok ron runn sai sap say sea si sm song ste sua suon t tach tan tap tc templates tests than thanh
thap them then thi thiet thit thom thou thua thue thun thut tie tiep tim tinh tit toa toc tong trac trad tranh
tri trie triet tro troi tru truo truon tt ttr tua tun tuy u uni uop v vang vat ven vie vien vietg von vpc vua
vuo witho xac xd xep xoai xuc xuy ye
"""
_BEGINNINGS = _TEXT.split()
"""Where each range but the first begins; measured once on the programme's founding documents and on stories."""
MOST = 256
PRODUCTS_A_FILE = 128
"""So that a file is some 5 KB, packed."""


def files(products: int) -> int:
    """Return how many files the words of so many products lie in: a power of two."""
    return min(MOST, 1 << max(0, -(-products // PRODUCTS_A_FILE) - 1).bit_length())


def beginnings(count: int) -> list[str]:
    """Return where each file but the first begins, when there are so many."""
    step = MOST // count
    return _BEGINNINGS[step - 1 :: step]


def file_of(bare: str, count: int) -> int:
    """Return the file of a word without its marks, from 0."""
    return bisect_right(_BEGINNINGS, bare) * count // MOST
