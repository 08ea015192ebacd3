//! Whose signature makes a server trusted, and why its certificate is not taken, in words.

use std::error::Error;
use std::path::Path;
use std::{fs, io};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, RootCertStore};

/// The certificates of a `ca_file`, which alone vouch for its server.
///
/// # Errors
/// A file that cannot be read, or holds anything but certificates in PEM.
pub fn signers(ca_file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let path = ca_file.display();
    let pem = fs::read(ca_file).map_err(|_| format!("cannot read `{path}`"))?;
    let signers: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let is_usable = |signer: &CertificateDer<'static>| RootCertStore::empty().add(signer.clone()).is_ok();
    let usable = signers.ok().filter(|signers| !signers.is_empty() && signers.iter().all(is_usable));
    usable.ok_or_else(|| format!("`{path}` holds no certificate in PEM"))
}

/// The fault of a certificate, where that is what an error is about.
pub fn distrust<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e CertificateError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(fault)) = error.downcast_ref() {
            return Some(fault);
        }
        // The source of an error of the system's is that of the error in it.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source());
    }
    None
}

/// What is wrong with a server's certificate, and what can be done about it.
pub fn untrusted(fault: &CertificateError, ca_file: Option<&Path>) -> String {
    let what = match (fault, ca_file) {
        (CertificateError::UnknownIssuer, None) => {
            "nobody known here signed it; `ca_file` names the certificate of who signs for servers of your own"
                .to_owned()
        }
        (CertificateError::UnknownIssuer, Some(path)) => {
            format!("nobody in `{}` signed it; name the certificate of who did as `ca_file`", path.display())
        }
        (CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }, _) => {
            "it is for another name; name the server as its certificate does".to_owned()
        }
        (CertificateError::Expired | CertificateError::ExpiredContext { .. }, _) => "it has expired".to_owned(),
        (CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }, _) => {
            "it is not valid yet".to_owned()
        }
        (other, _) => other.to_string(),
    };
    format!("its certificate is not trusted: {what}")
}
